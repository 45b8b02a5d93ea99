/** The address of a STUN or TURN server, read: `stun:host:port` (RFC 7064), `turn:host:port?transport=udp` (RFC 7065). Pure. */

export interface IceUrl {
  readonly scheme: 'stun' | 'turn';
  /** How it is to be reached. */
  readonly way: 'udp' | 'tcp' | 'tls';
  readonly host: string;
}

const URL = /^(stun|turn)(s?):([^\s/?@]+?)(?::\d+)?(?:\?transport=(udp|tcp))?$/i;

/** Undefined for what no browser takes; a page may name anything. */
export function readIceUrl(url: unknown): IceUrl | undefined {
  const [, scheme, secure, host = '', transport] = URL.exec(String(url).toLowerCase()) ?? [];
  if (scheme !== 'turn' && (scheme !== 'stun' || transport)) return undefined;
  return { scheme, way: secure ? 'tls' : transport === 'tcp' ? 'tcp' : 'udp', host };
}
