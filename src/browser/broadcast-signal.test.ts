import { browserClock } from './clock.js';
import { createBroadcastSignal } from './broadcast-signal.js';
import { signalContract } from '../testing/signal.contract.js';

signalContract('BroadcastChannel', () => Promise.resolve(createBroadcastSignal(browserClock.id())));
