/** Registers <call-status>. Two copies of the library on one page are no error: the first one wins. */
import { CallStatus } from './call-status.js';

customElements.get('call-status') ?? customElements.define('call-status', CallStatus);
