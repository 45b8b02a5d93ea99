/** Registers <call-sign-in>. Two copies of the library on one page are no error: the first one wins. */

import { CallSignIn } from './call-sign-in.js';

// Exported so that the types of this entry know the tag.
export { CallSignIn };

customElements.get('call-sign-in') ?? customElements.define('call-sign-in', CallSignIn);
