/** Registers the whole in one tag, as a file beside the script-tag file. */
import '../components/call-app/call-app.define.js';
