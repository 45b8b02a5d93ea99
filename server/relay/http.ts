/**
 * The plain HTTP side of the relay: `GET /healthz` and `/readyz`, and the files an operator chose to serve. A request names a file
 * by its key in a map built at start; no part of a URL ever becomes a path.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { StaticFiles } from '../static-files.js';

export const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': [
    "default-src 'self'",
    "connect-src 'self' ws: wss:",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
    "require-trusted-types-for 'script'",
  ].join('; '),
} as const;

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

const NOT_STORED = { 'cache-control': 'no-store' };

export const plain = (
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): Answer => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
  body: `${text}\n`,
});

/** The path as the map's keys are written, or `undefined` where it cannot be one. */
export function pathOf(url: string): string | undefined {
  try {
    return decodeURIComponent(url.split(/[?#]/, 1)[0] ?? '');
  } catch {
    return undefined;
  }
}

function fileAnswer(files: StaticFiles | undefined, path: string | undefined, ifNoneMatch: string): Answer {
  const file = path === undefined ? undefined : files?.get(path);
  if (!file) return plain(404, 'Not found.');
  const headers = { etag: file.etag, 'cache-control': 'no-cache', 'content-type': file.contentType };
  const known = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (known.includes(file.etag) || known.includes('*')) return { status: 304, headers };
  return { status: 200, headers, body: file.content };
}

/** `/healthz`: the process lives. `/readyz`: another client would be let in. */
export function healthAnswer(path: string | undefined, isReady: () => boolean): Answer | undefined {
  if (path === '/healthz') return plain(200, 'ok', NOT_STORED);
  if (path !== '/readyz') return undefined;
  return isReady() ? plain(200, 'ok', NOT_STORED) : plain(503, 'not ready', NOT_STORED);
}

function answer(request: IncomingMessage, files: StaticFiles | undefined, isReady: () => boolean): Answer {
  const { method, url = '/', headers } = request;
  if (method !== 'GET' && method !== 'HEAD') return plain(405, 'Only GET and HEAD.', { allow: 'GET, HEAD' });
  const path = pathOf(url);
  return healthAnswer(path, isReady) ?? fileAnswer(files, path, headers['if-none-match'] ?? '');
}

export function handleRequest(
  request: IncomingMessage,
  response: ServerResponse,
  files: StaticFiles | undefined,
  isReady: () => boolean = () => true,
): void {
  respond(request, response, answer(request, files, isReady));
}

export function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: Answer,
): void {
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  // A body nobody asked for is not read: the connection ends with the answer.
  const end = status === 405 ? { connection: 'close' } : {};
  response.writeHead(status, { ...SECURITY_HEADERS, ...headers, ...length, ...end });
  response.end(request.method === 'HEAD' ? undefined : body);
}
