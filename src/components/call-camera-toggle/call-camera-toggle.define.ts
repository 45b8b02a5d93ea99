/** Registers <call-camera-toggle>. Two copies of the library on one page are no error: the first one wins. */

import { CallCameraToggle } from './call-camera-toggle.js';

// Exported so that the types of this entry know the tag, and the events.
export { CallCameraToggle };
export type * from '../../events/event-types.js';

customElements.get('call-camera-toggle') ?? customElements.define('call-camera-toggle', CallCameraToggle);
