/**
 * Registers what belongs to a call, as one file beside the script-tag file. One, not several: with a third file that
 * shares modules with these the bundler takes what they share out of the script-tag file, which then needs two requests.
 */
import '../components/call-camera-toggle/call-camera-toggle.define.js';
import '../components/call-mic-toggle/call-mic-toggle.define.js';
import '../components/call-notice/call-notice.define.js';
import '../components/call-timer/call-timer.define.js';
import '../components/call-video-panel/call-video-panel.define.js';
