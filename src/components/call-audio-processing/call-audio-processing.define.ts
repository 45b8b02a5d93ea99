/** Registers <call-audio-processing>. Two copies of the library on one page are no error: the first one wins. */

import { CallAudioProcessing } from './call-audio-processing.js';

// Exported so that the types of this entry know the tag, and the events.
export { CallAudioProcessing };
export type * from '../../events/event-types.js';

customElements.get('call-audio-processing') ??
  customElements.define('call-audio-processing', CallAudioProcessing);
