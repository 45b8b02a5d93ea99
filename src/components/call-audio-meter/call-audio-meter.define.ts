/** Registers <call-audio-meter>. Two copies of the library on one page are no error: the first one wins. */

import { CallAudioMeter } from './call-audio-meter.js';

// Exported so that the types of this entry know the tag, and the events.
export { CallAudioMeter };
export type * from '../../events/event-types.js';

customElements.get('call-audio-meter') ?? customElements.define('call-audio-meter', CallAudioMeter);
