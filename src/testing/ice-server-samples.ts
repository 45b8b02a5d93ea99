/** STUN and TURN servers that every browser takes, and those that none takes. For tests. */
import type { IceServerOption } from '../core/ports.js';

const proof = { username: 'u', credential: 'c' } as const;

export const GOOD_SERVERS: readonly IceServerOption[] = [
  { urls: 'stun:stun.example.com' },
  { urls: ['stun:stun.example.com:3478', 'stun:192.0.2.1'] },
  { urls: 'stun:[2001:db8::1]:3478' },
  { urls: 'turn:turn.example.com', ...proof },
  { urls: ['turn:turn.example.com:3478?transport=udp', 'turns:turn.example.com?transport=tcp'], ...proof },
];

export const BAD_SERVERS: readonly IceServerOption[] = [
  { urls: [] },
  { urls: '' },
  { urls: 'https://turn.example.com' },
  { urls: 'stun:' },
  { urls: 'turn:turn example.com', ...proof },
  { urls: 'turn:turn.example.com' },
  { urls: ['stun:stun.example.com', 'turn:turn.example.com'], username: 'u' },
  { urls: 'stun:stun.example.com?transport=udp' },
  { urls: 'turn:turn.example.com?transport=sctp', ...proof },
];
