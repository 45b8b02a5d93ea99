/** Registers what chooses and tries devices, as one file beside the script-tag file. */
import '../components/call-audio-meter/call-audio-meter.define.js';
import '../components/call-device-select/call-device-select.define.js';
import '../components/call-audio-processing/call-audio-processing.define.js';
import '../components/call-flip-button/call-flip-button.define.js';
import '../components/call-settings-button/call-settings-button.define.js';
