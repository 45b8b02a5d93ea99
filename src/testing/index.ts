/**
 * For trying elements and programs built on this library without a server, a camera or a second person: a provider
 * whose snapshot a test sets, ready-made snapshots, and fakes of the core's ports. Registers nothing by itself.
 */
export { BusSignal } from '../core/link/bus-signal.js';
export * from './chaos-signal.js';
export * from './fake-clock.js';
export * from './fake-controller.js';
export * from './fake-media.js';
export * from './fake-notes.js';
export * from './fake-peers.js';
export { FakeProvider, registerFakeProvider } from './fake-provider.js';
export * from './memory-bus.js';
export * from './recorder.js';
export * as scenes from './scenes.js';
