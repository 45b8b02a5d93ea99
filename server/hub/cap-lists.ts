/**
 * What clients say they can do, each list once: most of them say the same, and ten thousand copies of it would be a good
 * part of what ten thousand connections take. What nobody else says is not kept for others once there are many lists.
 */

const MAX_CAPS = 16;
const MAX_CAP_LENGTH = 32;
const MAX_LISTS = 64;

export class CapLists {
  readonly #lists = new Map<string, readonly string[]>();

  /** Of what a client says as much as counts. Two that say the same are given the same list while there is room for it. */
  get(said: readonly string[]): readonly string[] {
    const caps = said.slice(0, MAX_CAPS).filter((cap) => cap.length <= MAX_CAP_LENGTH);
    const key = JSON.stringify(caps);
    const known = this.#lists.get(key);
    if (known) return known;
    if (this.#lists.size < MAX_LISTS) this.#lists.set(key, caps);
    return caps;
  }
}
