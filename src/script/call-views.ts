/** Registers the views of a call, as one file beside the script-tag file. */
import '../components/call-camera-toggle/call-camera-toggle.define.js';
import '../components/call-mic-toggle/call-mic-toggle.define.js';
import '../components/call-timer/call-timer.define.js';
import '../components/call-video-panel/call-video-panel.define.js';
