/** Registers <call-settings-button>. Two copies of the library on one page are no error: the first one wins. */

import { CallSettingsButton } from './call-settings-button.js';

// Exported so that the types of this entry know the tag, and the events.
export { CallSettingsButton };
export type * from '../../events/event-types.js';

customElements.get('call-settings-button') ??
  customElements.define('call-settings-button', CallSettingsButton);
