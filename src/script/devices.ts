/** Registers what chooses and tries devices, as one file beside the script-tag file. */
import '../components/call-device-select/call-device-select.define.js';
