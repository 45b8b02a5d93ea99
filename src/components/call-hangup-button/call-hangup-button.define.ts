/** Registers <call-hangup-button>. Two copies of the library on one page are no error: the first one wins. */
import { CallHangupButton } from './call-hangup-button.js';

customElements.get('call-hangup-button') ?? customElements.define('call-hangup-button', CallHangupButton);
