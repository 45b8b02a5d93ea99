/** Registers <call-video-panel> and its row of controls. Two copies of the library on one page are no error: the first one wins. */
import '../call-toolbar/call-toolbar.define.js';

import { CallVideoPanel } from './call-video-panel.js';

// Exported so that the types of this entry know the tag, and the events.
export { CallVideoPanel };
export type * from '../../events/event-types.js';

customElements.get('call-video-panel') ?? customElements.define('call-video-panel', CallVideoPanel);
