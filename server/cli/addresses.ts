/** Under which addresses a person can open what this process serves. Reads the network interfaces, changes nothing. */
import { networkInterfaces } from 'node:os';

const WILDCARDS: ReadonlySet<string> = new Set(['0.0.0.0', '::']);
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);

/** IPv4 addresses of this machine that others on the network can reach. */
export function lanAddresses(interfaces = networkInterfaces()): readonly string[] {
  const all = Object.values(interfaces).flatMap((one) => one ?? []);
  const reachable = all.filter(({ family, internal, address }) => {
    return family === 'IPv4' && !internal && !address.startsWith('169.254.');
  });
  return [...new Set(reachable.map(({ address }) => address))];
}

export const isLoopback = (host: string): boolean => LOOPBACK.has(host);

/** One address per line to open, `localhost` first. */
export function reachableUrls(scheme: 'http' | 'https', host: string, port: number): readonly string[] {
  const hosts = WILDCARDS.has(host)
    ? ['localhost', ...lanAddresses()]
    : [isLoopback(host) ? 'localhost' : host];
  return hosts.map((one) => `${scheme}://${one.includes(':') ? `[${one}]` : one}:${String(port)}/`);
}
