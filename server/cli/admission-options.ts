/**
 * The options that say who is admitted, who may use which TURN server, and who hears of missed calls: a part of the table in
 * options.ts, whatever has to do with other servers of the operator.
 */
import { DEFAULT_HUB_OPTIONS } from '../limits.js';
import { DEFAULT_TURN_TTL_MS, TURN_TTL_MS, isTurnUrl } from '../turn/turn-grants.js';
import { webhookAddress } from '../webhook/webhook.js';
import type { OptionTable } from './option-table.js';

/** A secret on a command line is read by everybody on the machine, so there is no option for one. */
const AUTHENTICATION: OptionTable = {
  'auth-secret-file': {
    kind: 'text',
    isOwnFile: true,
    value: 'FILE',
    help: 'admit who brings a token signed with the secret in this file',
  },
  'auth-jwks': {
    kind: 'text',
    isOwnFile: true,
    value: 'URL|FILE',
    help: 'admit who brings a token signed with one of these published keys',
  },
  'auth-issuer': { kind: 'text', value: 'TEXT', help: 'and that this issuer has issued ("iss")' },
  'auth-audience': { kind: 'text', value: 'TEXT', help: 'and that is meant for this audience ("aud")' },
  'auth-module': {
    kind: 'text',
    isOwnFile: true,
    value: 'FILE',
    help: 'admit whom the function in this JavaScript file vouches for',
  },
  'auth-timeout-ms': {
    kind: 'number',
    min: 100,
    max: 60_000,
    default: DEFAULT_HUB_OPTIONS.authTimeoutMs,
    help: 'for any of these to say who a client is; then it is sent away',
  },
};

function checkTurnUrl(url: string): string {
  if (isTurnUrl(url)) return url;
  throw new Error('like turn:turn.example.com:3478?transport=udp');
}

const TURN: OptionTable = {
  'turn-url': { kind: 'list', value: 'URL', check: checkTurnUrl, help: 'TURN servers that clients may use' },
  'turn-secret-file': {
    kind: 'text',
    isOwnFile: true,
    value: 'FILE',
    help: 'the secret that they share with the relay (static-auth-secret of coturn)',
  },
  'turn-ttl-ms': {
    kind: 'number',
    ...TURN_TTL_MS,
    default: DEFAULT_TURN_TTL_MS,
    help: 'how long the credentials for them are good',
  },
  'turn-anonymous': { kind: 'flag', help: 'credentials for clients that nobody vouches for, too' },
};

function checkWebhook(text: string): string {
  const url = webhookAddress(text);
  if (url) return url.href;
  throw new Error('an http or https address without a password');
}

const WEBHOOK: OptionTable = {
  webhook: {
    kind: 'text',
    value: 'URL',
    check: checkWebhook,
    secret: true,
    help: 'tell this address about missed calls',
  },
  'webhook-secret-file': {
    kind: 'text',
    isOwnFile: true,
    value: 'FILE',
    help: 'and sign what it is told with the secret in this file',
  },
};

export const ADMISSION_OPTIONS: OptionTable = { ...AUTHENTICATION, ...TURN, ...WEBHOOK };
