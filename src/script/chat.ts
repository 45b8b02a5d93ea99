/** Registers the chat, as a file beside the script-tag file. */
import '../components/call-chat-panel/call-chat-panel.define.js';
