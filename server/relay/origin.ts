/**
 * Which pages may open a socket here. A browser always says where a page came from, and page scripts cannot forge it;
 * anything that is not a browser can say what it likes, so a missing Origin proves nothing and is let in.
 */

/** The host name of a `Host` or `Origin` value, without its port. */
function hostnameOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}

/** Compares as browsers write origins: lower case, no path, no default port. */
const normalizeOrigin = (origin: string): string =>
  URL.canParse(origin) ? new URL(origin).origin : origin.toLowerCase();

/**
 * Without a list, a page of the same host name may connect, on whatever port it was served: that is a page of the
 * machine the relay runs on. With a list, exactly those origins may; `*` is every page on the web.
 */
export function isOriginAllowed(
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[],
): boolean {
  if (origin === undefined) return true;
  if (allowed.includes('*')) return true;
  if (allowed.length > 0) return allowed.map(normalizeOrigin).includes(normalizeOrigin(origin));
  const page = hostnameOf(origin);
  return page !== undefined && page !== '' && page === hostnameOf(`http://${host ?? ''}`);
}
