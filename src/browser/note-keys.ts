/**
 * Whether the page before this one in this tab has left a note, without the code that reads it: under which keys of
 * `sessionStorage` notes lie. It reads keys only, and writes nothing.
 */
import { browserClock } from './clock.js';

const PREFIX = 'call-elements/note:';

/** The key says how long the note counts. */
export const noteKey = (untilMs: number): string =>
  `${PREFIX}${String(Math.round(untilMs))}:${browserClock.id()}`;

/** The keys of all notes, also of those that count no more; none where the browser keeps nothing. */
export function noteKeys(): readonly string[] {
  try {
    return Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

/** How long the note still counts, in milliseconds. */
export const remainingMs = (key: string): number =>
  Number(key.slice(PREFIX.length).split(':')[0]) - browserClock.now();

export const isCurrent = (key: string): boolean => remainingMs(key) > 0;

export const hasNotes = (): boolean => noteKeys().some(isCurrent);
