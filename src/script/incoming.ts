/** Registers the dialog that asks whether to answer, as a file beside the script-tag file. */
import '../components/call-incoming-dialog/call-incoming-dialog.define.js';
