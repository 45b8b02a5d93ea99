/** Registers <call-timer>. Two copies of the library on one page are no error: the first one wins. */

import { CallTimer } from './call-timer.js';

// Exported so that the types of this entry know the tag, and the events.
export { CallTimer };
export type * from '../../events/event-types.js';

customElements.get('call-timer') ?? customElements.define('call-timer', CallTimer);
