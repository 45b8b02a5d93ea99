/**
 * The note port over `sessionStorage`, which a page shares with those that come after it in the same tab. Written when
 * a page is left, removed when it is read or when it is too old. A tab that was duplicated has
 * a copy of all that: a Web Lock, which all tabs share, gives each note to one of them.
 */
import type { NotePort } from '../core/ports.js';
import { isRecord } from '../protocol/index.js';
import { browserClock } from './clock.js';
import { isCurrent, noteKey, noteKeys, remainingMs } from './note-keys.js';

export class TabNotes implements NotePort {
  /** Notes of another server are not for us. */
  readonly #server: string;

  constructor(server: string) {
    this.#server = server;
  }

  leave(name: string, note: object, untilMs: number, isUrgent = true): boolean {
    try {
      dropOld();
      sessionStorage.setItem(
        noteKey(untilMs, isUrgent),
        JSON.stringify({ server: this.#server, name, note }),
      );
      return true;
    } catch {
      // Full, or not allowed in this frame.
      return false;
    }
  }

  async take(name: string): Promise<unknown> {
    const keys = noteKeys();
    dropOld();
    for (const key of keys.filter(isCurrent)) {
      const kept = read(key);
      if (kept?.server !== this.#server || (name !== '' && kept.name !== name)) continue;
      sessionStorage.removeItem(key);
      return (await isFirst(key)) ? kept.note : undefined;
    }
    return undefined;
  }
}

function dropOld(): void {
  for (const key of noteKeys()) if (!isCurrent(key)) sessionStorage.removeItem(key);
}

function read(key: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? '');
    return isRecord(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** No other tab has taken this note. Where there are no locks (insecure pages) the name decides, at the server. */
function isFirst(key: string): Promise<boolean> {
  const { locks } = navigator as { readonly locks?: LockManager };
  if (!locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    const hold = async (lock: Lock | null): Promise<void> => {
      resolve(lock !== null);
      if (lock) await new Promise<void>((letGo) => browserClock.after(remainingMs(key), letGo));
    };
    locks.request(key, { ifAvailable: true }, hold).catch(() => {
      resolve(true);
    });
  });
}
