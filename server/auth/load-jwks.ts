/**
 * A JSON Web Key Set from a file or an address, in bounded time and of bounded size. It follows no redirect: keys come
 * from where the operator said, or not at all. It remembers nothing; key-set.ts does.
 */
import { readFile } from 'node:fs/promises';
import type { JSONWebKeySet } from 'jose';

const MAX_BYTES = 256 * 1024;
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

export type LoadKeys = () => Promise<JSONWebKeySet>;

/** An address that keys may come from, or undefined: over plain http anybody on the way could add a key, and fetch takes no password. */
export function keysAddress(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname));
  return isSafe && url.username === '' && url.password === '' ? url : undefined;
}

const hasKeys = (value: unknown): value is JSONWebKeySet =>
  typeof value === 'object' && value !== null && 'keys' in value && Array.isArray(value.keys);

/** Node's own words quote what they could not read, over several lines. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('it is no JSON');
  }
}

function parse(text: string): JSONWebKeySet {
  const value = readJson(text);
  if (!hasKeys(value)) throw new Error('it holds no JSON Web Key Set: an object with "keys"');
  return value;
}

export const keysFromFile =
  (path: string): LoadKeys =>
  async () =>
    parse(await readFile(path, 'utf8'));

/** The body as text; one that is too large is not read to its end. */
async function boundedText(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader();
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    bytes += part.value.byteLength;
    if (bytes > MAX_BYTES) {
      await reader?.cancel();
      throw new Error('it is too large');
    }
    parts.push(part.value);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** @param timeoutMs for the whole, to the last byte. */
export const keysFromUrl =
  (url: URL, timeoutMs: number): LoadKeys =>
  async () => {
    const response = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      headers: { accept: 'application/jwk-set+json, application/json' },
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new Error(`it answers ${String(response.status)}`);
    }
    return parse(await boundedText(response));
  };
