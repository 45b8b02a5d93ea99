/** Registers <call-toolbar> and its own controls. Two copies of the library on one page are no error: the first one wins. */
import '../call-camera-toggle/call-camera-toggle.define.js';
import '../call-hangup-button/call-hangup-button.define.js';
import '../call-mic-toggle/call-mic-toggle.define.js';

import { CallToolbar } from './call-toolbar.js';

// Exported so that the types of this entry know the tag, and the events.
export { CallToolbar };
export type * from '../../events/event-types.js';

customElements.get('call-toolbar') ?? customElements.define('call-toolbar', CallToolbar);
