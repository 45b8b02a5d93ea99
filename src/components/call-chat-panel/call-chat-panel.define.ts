/** Registers <call-chat-panel>. Two copies of the library on one page are no error: the first one wins. */

import { CallChatPanel } from './call-chat-panel.js';

// Exported so that the types of this entry know the tag.
export { CallChatPanel };

customElements.get('call-chat-panel') ?? customElements.define('call-chat-panel', CallChatPanel);
