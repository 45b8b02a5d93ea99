/**
 * When something happened, in the words of the page's language: the time, and the day as one says it ("Today"). Formats
 * are made once for each language, since that is slow. It knows nothing of what happened.
 */
interface Formats {
  readonly time: Intl.DateTimeFormat;
  readonly day: Intl.DateTimeFormat;
  readonly dayAndYear: Intl.DateTimeFormat;
  readonly near: Intl.RelativeTimeFormat;
}

const known = new Map<string, Formats>();

function makeFormats(lang: string | undefined): Formats {
  const day = { weekday: 'long', day: 'numeric', month: 'long' } as const;
  return {
    time: new Intl.DateTimeFormat(lang, { hour: 'numeric', minute: '2-digit' }),
    day: new Intl.DateTimeFormat(lang, day),
    dayAndYear: new Intl.DateTimeFormat(lang, { ...day, year: 'numeric' }),
    near: new Intl.RelativeTimeFormat(lang, { numeric: 'auto' }),
  };
}

/** Those of the browser where the page says no language, or one that is none. */
function formatsFor(lang: string): Formats {
  const formats = known.get(lang) ?? tryFormats(lang);
  known.set(lang, formats);
  return formats;
}

function tryFormats(lang: string): Formats {
  try {
    return makeFormats(lang || undefined);
  } catch {
    return makeFormats(undefined);
  }
}

/** The same for any two moments of one day, where the reader is. */
export const dayOf = (ms: number): string => new Date(ms).toDateString();

/** `10:41`, as the language writes it. */
export const timeWords = (lang: string, ms: number): string => formatsFor(lang).time.format(ms);

/** "Today", "Yesterday", or the date; the year only where it is another one. */
export function dayWords(lang: string, ms: number, nowMs: number): string {
  const { near, day, dayAndYear } = formatsFor(lang);
  const [then, now, yesterday] = [new Date(ms), new Date(nowMs), new Date(nowMs)];
  yesterday.setDate(now.getDate() - 1);
  if (dayOf(ms) === dayOf(nowMs)) return capital(near.format(0, 'day'));
  if (dayOf(ms) === yesterday.toDateString()) return capital(near.format(-1, 'day'));
  return capital((then.getFullYear() === now.getFullYear() ? day : dayAndYear).format(ms));
}

const capital = (words: string): string => words.charAt(0).toLocaleUpperCase() + words.slice(1);
