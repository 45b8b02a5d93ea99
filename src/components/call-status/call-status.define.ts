/** Registers <call-status>. Two copies of the library on one page are no error: the first one wins. */

import { CallStatus } from './call-status.js';

// Exported so that the types of this entry know the tag, and the events.
export { CallStatus };
export type * from '../../events/event-types.js';

customElements.get('call-status') ?? customElements.define('call-status', CallStatus);
