/** What can be tried before a call, as one file that is loaded when somebody tries it. */
export { checkNetwork } from './network-check.js';
export { playTone } from './speaker-test.js';
export { runTestCall, UnheardError } from './test-call.js';
