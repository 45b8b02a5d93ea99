/** Registers <call-sign-in>. Two copies of the library on one page are no error: the first one wins. */

import { CallSignIn } from './call-sign-in.js';

// Exported so that the types of this entry know the tag, and the events.
export { CallSignIn };
export type * from '../../events/event-types.js';

customElements.get('call-sign-in') ?? customElements.define('call-sign-in', CallSignIn);
