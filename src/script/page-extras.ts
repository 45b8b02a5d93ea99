/** Registers what some pages have around a call, as one file beside the script-tag file. */
import '../components/call-notice/call-notice.define.js';
