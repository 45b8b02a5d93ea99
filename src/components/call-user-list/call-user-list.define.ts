/** Registers <call-user-list>. Two copies of the library on one page are no error: the first one wins. */

import { CallUserList } from './call-user-list.js';

// Exported so that the types of this entry know the tag, and the events.
export { CallUserList };
export type * from '../../events/event-types.js';

customElements.get('call-user-list') ?? customElements.define('call-user-list', CallUserList);
