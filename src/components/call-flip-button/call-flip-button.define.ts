/** Registers <call-flip-button>. Two copies of the library on one page are no error: the first one wins. */

import { CallFlipButton } from './call-flip-button.js';

// Exported so that the types of this entry know the tag, and the events.
export { CallFlipButton };
export type * from '../../events/event-types.js';

customElements.get('call-flip-button') ?? customElements.define('call-flip-button', CallFlipButton);
