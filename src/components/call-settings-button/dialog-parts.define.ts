/** Registers what stands in the dialog of <call-settings-button>: the lobby, and with it each element for devices. Loaded with the first opening. */

import '../call-lobby/call-lobby.define.js';
