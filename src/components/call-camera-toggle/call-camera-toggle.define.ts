/** Registers <call-camera-toggle>. Two copies of the library on one page are no error: the first one wins. */

import { CallCameraToggle } from './call-camera-toggle.js';

// Exported so that the types of this entry know the tag.
export { CallCameraToggle };

customElements.get('call-camera-toggle') ?? customElements.define('call-camera-toggle', CallCameraToggle);
