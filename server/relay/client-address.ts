/**
 * From which network address a client comes. Behind a proxy that is what a header says, and a header says what anybody
 * wrote: it is read only where the socket itself belongs to a trusted proxy, from the right, up to the first hop that
 * is not one. Pure; it counts nothing and refuses nobody.
 */
import { BlockList, isIP } from 'node:net';

export type ForwardedHeader = 'x-forwarded-for' | 'forwarded';

export interface ProxyTrust {
  /** Networks of proxies, as `10.0.0.0/8`, `::1` or `fd00::/8`. None: headers are not read. */
  readonly trusted: readonly string[];
  /** The one header that the proxy writes. The other may come from the client, untouched. */
  readonly header: ForwardedHeader;
}

export const DEFAULT_PROXY_TRUST: ProxyTrust = { trusted: [], header: 'x-forwarded-for' };

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** An address in one spelling: lower case, an IPv4 address as such, no zone. Undefined for what is none. */
export function normalizeAddress(text: string): string | undefined {
  const bare = text.replace(/%.*$/, '');
  const address = MAPPED.exec(bare)?.[1] ?? bare;
  switch (isIP(address)) {
    case 4:
      return address;
    case 6: {
      const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
      // Also written in hexadecimal, as a URL does it.
      const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical) ?? [];
      return high === undefined || low === undefined ? canonical : toIPv4(high, low);
    }
    default:
      return undefined;
  }
}

function toIPv4(high: string, low: string): string {
  const bits = [high, low].map((part) => parseInt(part, 16));
  return bits.flatMap((part) => [part >> 8, part & 255]).join('.');
}

/** What one household or office has: an IPv4 address, or the 64 bits that an IPv6 network is given. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after];
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/** Whether the text is an address, or a network in CIDR notation. */
export function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

/** A set of networks; answers whether an address lies in one of them. */
export function networks(list: readonly string[]): (address: string) => boolean {
  if (list.length === 0) return () => false;
  const block = new BlockList();
  for (const one of list) {
    const [address = '', bits] = one.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    block.addSubnet(address, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family);
  }
  return (address) => isIP(address) !== 0 && block.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** `192.0.2.1`, `192.0.2.1:4711`, `"[2001:db8::1]:4711"`: the address in one hop of a header. */
function addressIn(hop: string): string | undefined {
  const text = hop.trim().replace(/^"(.*)"$/, '$1');
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1];
  return normalizeAddress(bracketed ?? text.replace(/^([\d.]+):\d+$/, '$1'));
}

/** The `for=` of an element of `Forwarded` (RFC 7239). */
const forOf = (element: string): string => /(?:^|;)\s*for=("[^"]*"|[^;]*)/i.exec(element.trim())?.[1] ?? '';

const hopsOf = (header: ForwardedHeader, value: string): readonly string[] =>
  value.split(',').map((part) => (header === 'forwarded' ? forOf(part) : part));

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Answers from where a request comes; made once, since the networks are looked up for every request. */
export class ClientAddresses {
  readonly #isTrusted: (address: string) => boolean;
  readonly #header: ForwardedHeader;

  constructor({ trusted, header }: ProxyTrust) {
    this.#isTrusted = networks(trusted);
    this.#header = header;
  }

  /** Whether a socket from here carries the requests of many. */
  isProxy(socketAddress: string | undefined): boolean {
    return this.#isTrusted(normalizeAddress(socketAddress ?? '') ?? '');
  }

  /** A hop that is no address ends the way: what stands left of it was written by nobody we know. */
  of(socketAddress: string | undefined, headers: Headers): string {
    let address = normalizeAddress(socketAddress ?? '') ?? 'unknown';
    const header = headers[this.#header];
    if (header === undefined) return address;
    const hops = hopsOf(this.#header, [header].flat().join(','));
    for (const hop of [...hops].reverse()) {
      if (!this.#isTrusted(address)) return address;
      const next = addressIn(hop);
      if (next === undefined) return address;
      address = next;
    }
    return address;
  }
}
