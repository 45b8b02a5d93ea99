/**
 * Whether the page before this one in this tab has left a note, without the code that reads it: under which keys of
 * `sessionStorage` notes lie. It reads keys only, and writes nothing.
 */
import { browserClock } from './clock.js';

const PREFIX = 'call-elements/note:';
const URGENT = 'call';

/** The key says how long the note counts, and whether it is of use also if nobody signs in. */
export const noteKey = (untilMs: number, isUrgent: boolean): string =>
  `${PREFIX}${String(Math.round(untilMs))}:${isUrgent ? URGENT : 'session'}:${browserClock.id()}`;

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

/** Whether there is a note that is of use at once. */
export const hasNotes = (): boolean =>
  noteKeys().some((key) => isCurrent(key) && key.split(':')[2] === URGENT);
