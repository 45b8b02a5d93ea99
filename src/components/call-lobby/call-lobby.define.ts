/** Registers <call-lobby> and the elements it is made of. Two copies of the library on one page are no error: the first one wins. */

import '../call-audio-meter/call-audio-meter.define.js';
import '../call-audio-processing/call-audio-processing.define.js';
import '../call-camera-toggle/call-camera-toggle.define.js';
import '../call-device-select/call-device-select.define.js';
import '../call-flip-button/call-flip-button.define.js';
import '../call-mic-toggle/call-mic-toggle.define.js';
import { CallLobby } from './call-lobby.js';

// Exported so that the types of this entry know the tag, and the events.
export { CallLobby };
export type * from '../../events/event-types.js';

customElements.get('call-lobby') ?? customElements.define('call-lobby', CallLobby);
