/**
 * What a case of the conformance suite is, and how it says that a server or a client is wrong. Data and errors; how cases are run
 * stands in suite.ts, the cases themselves in cases/.
 */
import type { World } from './world.js';

/** `W` is what it is played in: clients around a server, or a server around a client. */
export interface ConformanceCase<W = World> {
  /** Its part and its name, such as `base/id-first`. */
  readonly id: string;
  /** What an end does that passes. */
  readonly title: string;
  /** The sentence of docs/protocol.md that it checks, word for word. */
  readonly rule: string;
  /** What to do about a failure. */
  readonly advice: string;
  /** Only recommended by the protocol: a failure is a warning. */
  readonly isAdvice?: boolean;
  readonly run: (world: W) => Promise<void>;
}

/** A part of the protocol that a server may have or not. */
export interface Part<W = World> {
  readonly name: string;
  /** In a few words, for the reader of a report. */
  readonly about: string;
  /** Whether the end under test says that it has this part, and so must do it right. */
  readonly isAnnounced: (end: Announcement) => boolean;
  /** Whether its cases are worth running where it is not announced; failures are warnings then. */
  readonly isForAll?: boolean;
  readonly cases: readonly ConformanceCase<W>[];
}

/** What a server says about itself in `id`, or a client in `hello`. */
export interface Announcement {
  readonly software?: string;
  readonly v?: number;
  readonly caps: readonly string[];
}

/** The end under test did something else than the protocol says. */
export class Failure extends Error {
  override readonly name: string = 'Failure';
  /** What came instead. */
  readonly seen: string;

  constructor(message: string, seen: string) {
    super(message);
    this.seen = seen;
  }
}

/** The end under test cannot be reached any more, whatever the case is about: no other case can be played either. */
export class Gone extends Failure {
  /** What to do about it. */
  readonly advice: string;

  constructor(message: string, seen: string, advice: string) {
    super(message, seen);
    this.advice = advice;
  }
}

/** The end under test does not offer what the case is about, which it may. */
export class NotOffered extends Error {
  override readonly name = 'NotOffered';
}

const MAX_SHOWN = 200;

/** A value as a reader of a report can take it in. */
export function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

/** Fails with what was seen where `isTrue` is not. */
export function expect(isTrue: boolean, message: string, seen: unknown): asserts isTrue {
  if (!isTrue) throw new Failure(message, show(seen));
}

/** Whether two JSON values are the same, whatever the order of their keys. */
export function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [Object.entries(a), Object.entries(b)];
  if (left.length !== right.length) return false;
  return left.every(
    ([key, value]) => Object.hasOwn(b, key) && isSame(value, (b as Record<string, unknown>)[key]),
  );
}
