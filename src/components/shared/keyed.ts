/**
 * Rows that keep their DOM as long as there is something of the same key, wherever it moves. Lit's `repeat` does that too, and
 * leaves a comment behind for each row that goes (https://github.com/lit/lit/issues/5298, in 3.3.3), so that a list grows
 * with everybody who comes and goes. This can go when that is mended.
 */
import { noChange } from 'lit';
import { type ChildPart, Directive, directive } from 'lit/directive.js';
import {
  clearPart,
  getCommittedValue,
  insertPart,
  removePart,
  setChildPartValue,
  setCommittedValue,
} from 'lit/directive-helpers.js';

type Arguments = [
  items: readonly unknown[],
  keyOf: (item: unknown) => unknown,
  row: (item: unknown) => unknown,
];

class Keyed extends Directive {
  #rows: ReadonlyMap<unknown, ChildPart> = new Map();

  override render(...[items, , row]: Arguments): unknown {
    return items.map(row);
  }

  override update(list: ChildPart, [items, keyOf, row]: Arguments): unknown {
    // Something else stood here meanwhile.
    if (getCommittedValue(list) !== this.#rows) {
      clearPart(list);
      this.#rows = new Map();
    }
    const wanted = new Set(items.map(keyOf));
    for (const [key, part] of this.#rows) if (!wanted.has(key)) removeRow(part);
    const rows = new Map<unknown, ChildPart>();
    let next: ChildPart | undefined;
    for (const item of [...items].reverse()) {
      const part = insertPart(list, next, this.#rows.get(keyOf(item)));
      setChildPartValue(part, row(item));
      rows.set(keyOf(item), part);
      next = part;
    }
    this.#rows = rows;
    setCommittedValue(list, rows);
    return noChange;
  }
}

function removeRow(part: ChildPart): void {
  const end = part.endNode as ChildNode | null;
  removePart(part);
  end?.remove();
}

/** A value for a template. No two items may have the same key. */
export const keyed = directive(Keyed) as <T>(
  items: readonly T[],
  keyOf: (item: T) => unknown,
  row: (item: T) => unknown,
) => unknown;
