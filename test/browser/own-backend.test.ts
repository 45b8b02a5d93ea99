/** The example of a backend with messages of its own (demo/company-calls.js) owes the core what any other end does. */
import { companyCalls } from '../../demo/company-calls.js';
import { createSignal } from '../../src/core/link/own-signal.js';
import { signalContract } from '../../src/testing/signal.contract.js';

signalContract('the example of a backend of one’s own', () => Promise.resolve(createSignal(companyCalls())));
