/** The HTTP server below the relay, plain or with TLS: its deadlines, and a certificate that can be renewed. */
import { type Server, type ServerOptions, createServer } from 'node:http';
import { type Server as TlsServer, createServer as createTlsServer } from 'node:https';

/** A chain and its key, as PEM. */
export interface Certificate {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
}

/** A socket that asks for nothing within the timeout is closed; so is one that asks too slowly. */
const deadlines = (timeoutMs: number): ServerOptions => ({
  headersTimeout: timeoutMs,
  requestTimeout: timeoutMs,
  connectionsCheckingInterval: Math.max(50, Math.min(2_000, timeoutMs / 4)),
});

export function createHttpServer(timeoutMs: number, tls?: Certificate): Server {
  const options = deadlines(timeoutMs);
  return tls ? createTlsServer({ ...options, handshakeTimeout: timeoutMs, ...tls }) : createServer(options);
}

/** From now on, for new connections; throws where it cannot be used, and then the former one stays. */
export function renewCertificate(server: Server, { cert, key }: Certificate): void {
  if (!('setSecureContext' in server)) throw new Error('this server has no certificate');
  (server as TlsServer).setSecureContext({ cert, key });
}
