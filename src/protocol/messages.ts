/**
 * Every message of the protocol, once for each direction. Base fields are the reference sample's and keep their
 * meaning; everything else is version 1 and optional. Fields and directions are explained in docs/protocol.md.
 */
export * from './client-messages.js';
export * from './server-messages.js';
