/** Registers <call-timer>. Two copies of the library on one page are no error: the first one wins. */

import { CallTimer } from './call-timer.js';

// Exported so that the types of this entry know the tag.
export { CallTimer };

customElements.get('call-timer') ?? customElements.define('call-timer', CallTimer);
