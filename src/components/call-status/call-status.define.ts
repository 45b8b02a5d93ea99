/** Registers <call-status>. Two copies of the library on one page are no error: the first one wins. */

import { CallStatus } from './call-status.js';

// Exported so that the types of this entry know the tag.
export { CallStatus };

customElements.get('call-status') ?? customElements.define('call-status', CallStatus);
