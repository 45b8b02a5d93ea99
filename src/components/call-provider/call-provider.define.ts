/** Registers `<call-provider>`, and what lets elements that were upgraded before it find it. */
import { attachContextRoot } from '../../context/context-root.js';
import { CallProvider } from './call-provider.js';

attachContextRoot();
if (!customElements.get('call-provider')) customElements.define('call-provider', CallProvider);
