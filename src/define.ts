/**
 * Registers every element: the entry of the script-tag file and of `call-elements/define`. The provider comes first,
 * because the others look for it as they are defined. Importing it is all there is to do; it exports only types, those
 * of the events that a page can listen to among them.
 */
import './components/call-provider/call-provider.define.js';
import './components/call-app/call-app.define.js';
import './components/call-audio-meter/call-audio-meter.define.js';
import './components/call-audio-processing/call-audio-processing.define.js';
import './components/call-button/call-button.define.js';
import './components/call-camera-toggle/call-camera-toggle.define.js';
import './components/call-chat-panel/call-chat-panel.define.js';
import './components/call-device-select/call-device-select.define.js';
import './components/call-flip-button/call-flip-button.define.js';
import './components/call-hangup-button/call-hangup-button.define.js';
import './components/call-incoming-dialog/call-incoming-dialog.define.js';
import './components/call-lobby/call-lobby.define.js';
import './components/call-mic-toggle/call-mic-toggle.define.js';
import './components/call-notice/call-notice.define.js';
import './components/call-quality/call-quality.define.js';
import './components/call-settings-button/call-settings-button.define.js';
import './components/call-sign-in/call-sign-in.define.js';
import './components/call-status/call-status.define.js';
import './components/call-timer/call-timer.define.js';
import './components/call-toolbar/call-toolbar.define.js';
import './components/call-user-list/call-user-list.define.js';
import './components/call-video-panel/call-video-panel.define.js';

export type * from './index.js';
