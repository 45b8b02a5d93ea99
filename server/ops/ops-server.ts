/**
 * A second listener, for those who watch the relay: `/metrics`, `/healthz`, `/readyz`. It stands apart, because figures
 * are nobody's business on the open internet, and because it must answer while the relay itself takes nobody any more.
 */
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { healthAnswer, pathOf, plain, respond } from '../relay/http.js';

export interface OpsOptions {
  readonly port: number;
  readonly host: string;
  readonly isReady: () => boolean;
  readonly expose: () => string;
}

export interface OpsServer {
  readonly url: string;
  close(): void;
}

const METRICS_TYPE = {
  'content-type': 'text/plain; version=0.0.4; charset=utf-8',
  'cache-control': 'no-store',
};

function handle(request: IncomingMessage, response: ServerResponse, { isReady, expose }: OpsOptions): void {
  const { method, url = '/' } = request;
  const path = pathOf(url);
  if (method !== 'GET' && method !== 'HEAD') {
    respond(request, response, plain(405, 'Only GET and HEAD.', { allow: 'GET, HEAD' }));
  } else if (path === '/metrics') {
    respond(request, response, { status: 200, headers: METRICS_TYPE, body: expose() });
  } else respond(request, response, healthAnswer(path, isReady) ?? plain(404, 'Not found.'));
}

/** Few ask, and none of them slowly. */
const LIMITS = { headersTimeout: 5_000, requestTimeout: 5_000, connectionsCheckingInterval: 2_000 };
const MAX_CONNECTIONS = 32;

export async function startOpsServer(options: OpsOptions): Promise<OpsServer> {
  const server: Server = createServer(LIMITS, (request, response) => handle(request, response, options));
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: options.port, host: options.host }, () => {
      server.off('error', reject);
      server.on('error', () => undefined);
      resolve();
    });
  });
  const { port, address } = server.address() as AddressInfo;
  return {
    url: `http://${address.includes(':') ? `[${address}]` : address}:${String(port)}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
