/** Registers <call-video-panel>. Two copies of the library on one page are no error: the first one wins. */
import '../call-camera-toggle/call-camera-toggle.define.js';
import '../call-hangup-button/call-hangup-button.define.js';
import '../call-mic-toggle/call-mic-toggle.define.js';

import { CallVideoPanel } from './call-video-panel.js';

// Exported so that the types of this entry know the tag.
export { CallVideoPanel };

customElements.get('call-video-panel') ?? customElements.define('call-video-panel', CallVideoPanel);
