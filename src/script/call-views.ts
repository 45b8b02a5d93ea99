/** Registers what belongs to a call, as one file beside the script-tag file. */
import '../components/call-button/call-button.define.js';
import '../components/call-camera-toggle/call-camera-toggle.define.js';
import '../components/call-chat-panel/call-chat-panel.define.js';
import '../components/call-hangup-button/call-hangup-button.define.js';
import '../components/call-mic-toggle/call-mic-toggle.define.js';
import '../components/call-notice/call-notice.define.js';
import '../components/call-timer/call-timer.define.js';
import '../components/call-toolbar/call-toolbar.define.js';
import '../components/call-user-list/call-user-list.define.js';
import '../components/call-video-panel/call-video-panel.define.js';
