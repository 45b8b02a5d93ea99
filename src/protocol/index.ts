/** The wire protocol: message types, limits, codes and the parsers for both directions. Imports nothing outside itself. */
export * from './codes.js';
export * from './limit-checks.js';
export * from './limits.js';
export * from './names.js';
export * from './parse.js';
export * from './replay-ring.js';
export type * from './messages.js';
export { isRecord } from './decode.js';
export { PEER_TYPES, SERVER_ONLY_TYPES, decodePresenceUser } from './messages.js';
