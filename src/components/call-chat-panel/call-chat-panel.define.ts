/** Registers <call-chat-panel>. Two copies of the library on one page are no error: the first one wins. */

import { CallChatPanel } from './call-chat-panel.js';

// Exported so that the types of this entry know the tag, and the events.
export { CallChatPanel };
export type * from '../../events/event-types.js';

customElements.get('call-chat-panel') ?? customElements.define('call-chat-panel', CallChatPanel);
