/** Registers `<call-provider>`, and what lets elements that were upgraded before it find it. */
import { attachContextRoot } from '../../context/context-root.js';
import { CallProvider } from './call-provider.js';

// Exported so that the types of this entry know the tag, and the events.
export { CallProvider };
export type * from '../../events/event-types.js';

attachContextRoot();
customElements.get('call-provider') ?? customElements.define('call-provider', CallProvider);
