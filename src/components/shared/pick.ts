/**
 * A selector of several fields of the snapshot that answers the same object as long as none of them changed, so that
 * an element renders only when it must. Make one per element: it remembers its last answer.
 */
import type { Snapshot } from '../../core/snapshot.js';

export function pick<K extends keyof Snapshot>(
  ...keys: readonly K[]
): (snapshot: Snapshot) => Pick<Snapshot, K> {
  let last: Pick<Snapshot, K> | undefined;
  return (snapshot) => {
    const held = last;
    if (held && keys.every((key) => held[key] === snapshot[key])) return held;
    return (last = Object.fromEntries(keys.map((key) => [key, snapshot[key]])) as Pick<Snapshot, K>);
  };
}
