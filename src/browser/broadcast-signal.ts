/** The signal port between tabs of one browser, with no server at all: everybody on the same channel is in one room. */
import { BusSignal } from '../core/link/bus-signal.js';
import type { SignalPort } from '../core/ports.js';
import { openChannel } from './broadcast-bus.js';
import { browserClock } from './clock.js';

export const createBroadcastSignal = (room: string): SignalPort =>
  new BusSignal(openChannel(`call-elements/1:${room}`), browserClock);
