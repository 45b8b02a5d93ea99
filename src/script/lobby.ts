/** Registers what a person looks at before a call, as a file beside the script-tag file. */
import '../components/call-lobby/call-lobby.define.js';
