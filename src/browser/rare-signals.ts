/**
 * The signal ports that most pages never use, loaded by those that do: between tabs, and whatever a page gave as its
 * `signal`, made to keep a port's promises. One file, because two that share code with the engine would split that.
 */
import { guardSignal } from '../core/link/guard-signal.js';
import { type Backend, createSignal } from '../core/link/own-signal.js';
import type { SignalPort } from '../core/ports.js';

export { createBroadcastSignal } from './broadcast-signal.js';

export const toOwnSignal = (signal: Backend | SignalPort): SignalPort =>
  typeof signal === 'function' ? createSignal(signal) : guardSignal(signal);
