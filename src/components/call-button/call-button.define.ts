/** Registers <call-button>. Two copies of the library on one page are no error: the first one wins. */

import { CallButton } from './call-button.js';

// Exported so that the types of this entry know the tag, and the events.
export { CallButton };
export type * from '../../events/event-types.js';

customElements.get('call-button') ?? customElements.define('call-button', CallButton);
