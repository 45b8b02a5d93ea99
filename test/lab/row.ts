/** A row of the table: a fault, what is promised, and how to see whether that holds. */
import type { Setting, Stage } from './stage.js';

export interface Row {
  /** As in the catalogue of docs/reliability.md. */
  readonly id: string;
  readonly fault: string;
  readonly expected: string;
  /** Among those that CI runs. */
  readonly fast?: true;
  readonly setting?: Setting;
  /** Answers what was seen; throws where it is not what was promised. */
  readonly run: (stage: Stage) => Promise<string>;
}

/** Something that the row needs is not on this machine: why, in words. */
export class Skipped extends Error {}

export interface Result {
  readonly id: string;
  readonly fault: string;
  readonly expected: string;
  readonly outcome: 'holds' | 'not yet' | 'skipped';
  readonly seen: string;
  readonly ms: number;
}
