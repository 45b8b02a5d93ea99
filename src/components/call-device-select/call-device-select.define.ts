/** Registers <call-device-select>. Two copies of the library on one page are no error: the first one wins. */

import { CallDeviceSelect } from './call-device-select.js';

// Exported so that the types of this entry know the tag, and the events.
export { CallDeviceSelect };
export type * from '../../events/event-types.js';

customElements.get('call-device-select') ?? customElements.define('call-device-select', CallDeviceSelect);
