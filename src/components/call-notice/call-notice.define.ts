/** Registers <call-notice>. Two copies of the library on one page are no error: the first one wins. */

import { CallNotice } from './call-notice.js';

// Exported so that the types of this entry know the tag, and the events.
export { CallNotice };
export type * from '../../events/event-types.js';

customElements.get('call-notice') ?? customElements.define('call-notice', CallNotice);
