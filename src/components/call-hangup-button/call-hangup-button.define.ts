/** Registers <call-hangup-button>. Two copies of the library on one page are no error: the first one wins. */

import { CallHangupButton } from './call-hangup-button.js';

// Exported so that the types of this entry know the tag, and the events.
export { CallHangupButton };
export type * from '../../events/event-types.js';

customElements.get('call-hangup-button') ?? customElements.define('call-hangup-button', CallHangupButton);
