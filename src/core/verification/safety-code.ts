/**
 * The safety code of a call: digits that are the same on both ends unless somebody sits between them. Media are encrypted
 * (DTLS-SRTP, RFC 5763) for whoever holds the certificate whose fingerprint stands in the description (RFC 8122), and
 * descriptions travel by the server. A server that puts itself between two people must show each of them a certificate
 * of its own, so their codes differ; two people who compare them, by voice for instance, find it out.
 *
 * Nothing is committed to beforehand as in ZRTP (RFC 6189), so whoever is in the middle may try certificates until both
 * codes are equal. What keeps them from it is the length of the code and that it is slow to make: some 2^99 tries where one
 * of their certificates stands before they know the other person's, 2^50 where they may choose both at the end, each of
 * 2^17 hashes, and all of it in the time in which a call is set up.
 */
import type { StretchPort } from '../ports.js';

const DIGITS = 30;
const HOW = { salt: 'call-elements safety code 1', rounds: 100_000, bytes: 16 };

export class SafetyCode {
  readonly #stretch: StretchPort | undefined;
  #last: { readonly text: string; readonly code: Promise<string> } | undefined;

  constructor(stretch: StretchPort | undefined) {
    this.#stretch = stretch;
  }

  /** Of these two descriptions, whichever is whose; undefined where it cannot be told. */
  of([own = '', theirs = '']: readonly string[]): Promise<string | undefined> {
    const ends = [fingerprintsIn(own), fingerprintsIn(theirs)];
    if (!this.#stretch || ends.includes('')) return Promise.resolve(undefined);
    const text = ends.sort().join('\n\n');
    if (this.#last?.text !== text) this.#last = { text, code: this.#stretch(text, HOW).then(toDigits) };
    return this.#last.code;
  }
}

/** All that a description has, each once: an end takes any of them, so one that was slipped in must count. */
function fingerprintsIn(sdp: string): string {
  const all = [...sdp.matchAll(/^a=fingerprint:(\S+) +(\S+)/gim)].map(
    ([, hash = '', value = '']) => `${hash.toLowerCase()} ${value.toUpperCase()}`,
  );
  return [...new Set(all)].sort().join('\n');
}

/** The number that the bytes are, in groups of five: `12345 67890 …`. */
function toDigits(bytes: Uint8Array): string {
  const number = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const digits = String(number % 10n ** BigInt(DIGITS)).padStart(DIGITS, '0');
  return digits.replace(/.{5}(?=.)/g, '$& ');
}
