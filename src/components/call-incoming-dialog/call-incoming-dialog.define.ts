/** Registers <call-incoming-dialog>. Two copies of the library on one page are no error: the first one wins. */

import { CallIncomingDialog } from './call-incoming-dialog.js';

// Exported so that the types of this entry know the tag.
export { CallIncomingDialog };

customElements.get('call-incoming-dialog') ??
  customElements.define('call-incoming-dialog', CallIncomingDialog);
