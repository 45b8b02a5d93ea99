/** Registers <call-mic-toggle>. Two copies of the library on one page are no error: the first one wins. */

import { CallMicToggle } from './call-mic-toggle.js';

// Exported so that the types of this entry know the tag, and the events.
export { CallMicToggle };
export type * from '../../events/event-types.js';

customElements.get('call-mic-toggle') ?? customElements.define('call-mic-toggle', CallMicToggle);
