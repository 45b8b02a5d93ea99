/** Registers <call-incoming-dialog>. Two copies of the library on one page are no error: the first one wins. */

import { CallIncomingDialog } from './call-incoming-dialog.js';

// Exported so that the types of this entry know the tag, and the events.
export { CallIncomingDialog };
export type * from '../../events/event-types.js';

customElements.get('call-incoming-dialog') ??
  customElements.define('call-incoming-dialog', CallIncomingDialog);
