/** The page of the example: gives the application its way to the server. */
import { httpSignal } from './http-signal.js';

document.querySelector('call-app').signal = httpSignal('signal.php');
