/** A row of the table: a fault, what is promised, and how to see whether that holds. */
import type { BrowserName } from './browsers.js';
import type { Side } from './namespaces.js';
import type { Setting, Stage } from './stage.js';

/** Which browser is at which side. Faults of one side are those of `a`, who also calls. */
export const CASTS = {
  chromium: { a: 'chromium', b: 'chromium' },
  firefox: { a: 'firefox', b: 'firefox' },
  across: { a: 'chromium', b: 'firefox' },
  /** Played where it is asked for, and not in the table. */
  turned: { a: 'firefox', b: 'chromium' },
} as const satisfies Record<string, Readonly<Record<Side, BrowserName>>>;

export type Cast = keyof typeof CASTS;

export interface Row {
  /** As in the catalogue of docs/reliability.md. */
  readonly id: string;
  readonly fault: string;
  readonly expected: string;
  /** Among those that CI runs, with these. */
  readonly fast?: readonly Cast[];
  /** Why nobody but Chromium can be brought to this at side `a`. */
  readonly onlyChromium?: string;
  readonly setting?: Setting;
  /** Answers what was seen; throws where it is not what was promised. */
  readonly run: (stage: Stage) => Promise<string>;
}

/** Something that the row needs is not on this machine: why, in words. */
export class Skipped extends Error {}

export interface Result {
  readonly row: Row;
  readonly cast: Cast;
  readonly outcome: 'holds' | 'not yet' | 'skipped';
  readonly seen: string;
  /** Where it does not hold, or everything is asked for: how the pages were then, and what came to them. */
  readonly states?: string;
  readonly ms: number;
}
