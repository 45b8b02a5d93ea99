/** What a value must look like. Each gives the value as it is meant, or throws what it must be instead. */
import { isNetwork } from '../relay/client-address.js';
import type { Served } from '../static-files.js';

/** Scheme, host and port, as the browser will say them: whatever else is written could never match a page. */
export function checkOrigin(origin: string): string {
  if (origin === '*') return origin;
  if (/^https?:\/\/[^/?#@*\\\s]+\/?$/i.test(origin) && URL.canParse(origin)) return new URL(origin).origin;
  const hint = origin.includes('*') ? ' (no patterns: name each one, or "*" alone for all)' : '';
  throw new Error(`like https://example.com${hint}`);
}

export function checkHost(host: string): string {
  if (host !== '' && !/[\s/]/.test(host)) return host;
  throw new Error('a name or an address');
}

export function checkNetwork(network: string): string {
  if (isNetwork(network)) return network;
  throw new Error('an address or a network like 10.0.0.0/8');
}

/** `DIR` appears at the root, `/path=DIR` below `/path/`. */
export function parseServed(text: string): Served {
  const [, path = '', directory = text] = /^(\/[^=]*)=(.*)$/.exec(text) ?? [];
  return { prefix: path.endsWith('/') ? path : `${path}/`, directory };
}

export function checkServed(text: string): string {
  if (parseServed(text).directory !== '') return text;
  throw new Error('a folder, or a path and a folder like /pages=DIR');
}
