/** Registers what shows how good a call is, as a file beside the script-tag file. */
import '../components/call-quality/call-quality.define.js';
