/** Registers <call-button>. Two copies of the library on one page are no error: the first one wins. */

import { CallButton } from './call-button.js';

// Exported so that the types of this entry know the tag.
export { CallButton };

customElements.get('call-button') ?? customElements.define('call-button', CallButton);
