/** Registers <call-app> and what it is made of. Two copies of the library on one page are no error: the first one wins. */
import '../call-chat-panel/call-chat-panel.define.js';
import '../call-camera-toggle/call-camera-toggle.define.js';
import '../call-flip-button/call-flip-button.define.js';
import '../call-hangup-button/call-hangup-button.define.js';
import '../call-incoming-dialog/call-incoming-dialog.define.js';
import '../call-mic-toggle/call-mic-toggle.define.js';
import '../call-notice/call-notice.define.js';
import '../call-quality/call-quality.define.js';
import '../call-settings-button/call-settings-button.define.js';
import '../call-sign-in/call-sign-in.define.js';
import '../call-user-list/call-user-list.define.js';
import '../call-video-panel/call-video-panel.define.js';
import { attachContextRoot } from '../../context/context-root.js';
import { CallApp } from './call-app.js';

// Exported so that the types of this entry know the tag, and the events.
export { CallApp };
export type * from '../../events/event-types.js';

attachContextRoot();
customElements.get('call-app') ?? customElements.define('call-app', CallApp);
