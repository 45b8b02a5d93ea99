/** Registers <call-notice>. Two copies of the library on one page are no error: the first one wins. */

import { CallNotice } from './call-notice.js';

// Exported so that the types of this entry know the tag.
export { CallNotice };

customElements.get('call-notice') ?? customElements.define('call-notice', CallNotice);
