/**
 * What counts as a user name, decided in one place for relay and page: NFC, trimmed, 1 to 64 characters, nothing
 * invisible that could make one name pass for another (control, bidirectional and line separators, unpaired
 * surrogates). Names are data, never object keys: use a Map.
 */
/** Characters (code points) of a name, where a server sets no other limit. */
export const NAME_LENGTH = 64;

const FORBIDDEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/u;

/** The name as it will be shown and routed, or `undefined` when it cannot be a name. */
export function normalizeName(name: string, maxLength: number = NAME_LENGTH): string | undefined {
  if (name.length > maxLength * 4) return undefined;
  const trimmed = name.normalize('NFC').trim();
  if (FORBIDDEN.test(trimmed) || nameKey(trimmed) === '') return undefined;
  return [...trimmed].length > maxLength ? undefined : trimmed;
}

/** What leaves no mark of its own. Joiners among it are needed in emoji and in Persian, so they may stand in a name. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/** What has no other form and nothing invisible in it: the rest of the work is for other names. */
const PLAIN = /^[\x20-\x7e]*$/;

/** A page shows many spaces as one; a Braille pattern without a dot looks like one and is none. */
const BLANK = /[\s\u2800]+/gu;

/** Names with the same key are the same name: compatibility forms and case fold together, what cannot be seen counts for nothing. */
export const nameKey = (name: string): string =>
  PLAIN.test(name)
    ? name.replace(/ {2,}/g, ' ').trim().toLowerCase()
    : // What is invisible first: a joiner between a letter and its accent keeps the two apart.
      name.replace(INVISIBLE, '').normalize('NFKC').replace(BLANK, ' ').trim().toLowerCase();
