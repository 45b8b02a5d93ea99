/** Registers <call-quality>. Two copies of the library on one page are no error: the first one wins. */

import { CallQuality } from './call-quality.js';

// Exported so that the types of this entry know the tag, and the events.
export { CallQuality };
export type * from '../../events/event-types.js';

customElements.get('call-quality') ?? customElements.define('call-quality', CallQuality);
