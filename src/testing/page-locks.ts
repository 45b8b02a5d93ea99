/**
 * The Web Locks that this page holds or waits for: other pages of the same origin, such as those of other tests, have
 * theirs. For tests of this library.
 */
interface PageLocks {
  readonly held: number;
  readonly waiting: number;
}

let client: Promise<string | undefined> | undefined;

/** A page is not told who it is; it sees that in a lock that only it can have. */
function thisClient(): Promise<string | undefined> {
  const name = `test:${String(Math.random())}`;
  return navigator.locks.request(name, async () => {
    const { held = [] } = await navigator.locks.query();
    return held.find((lock) => lock.name === name)?.clientId;
  });
}

export async function locksOfThisPage(name: string): Promise<PageLocks> {
  client ??= thisClient();
  const mine = await client;
  const { held = [], pending = [] } = await navigator.locks.query();
  const count = (locks: readonly LockInfo[]): number =>
    locks.filter((lock) => lock.name === name && lock.clientId === mine).length;
  return { held: count(held), waiting: count(pending) };
}
