/**
 * How large what a client sends may be. A relay enforces them; a client applies the ones that guard it from its
 * peer (SDP, candidates, depth). Sizes are characters of the JSON text unless a name says bytes.
 */
import { NAME_LENGTH } from './names.js';

/** Characters of a call's id. Whoever routes calls remembers ids, so they must be no place to keep things in. */
export const CALL_ID_LENGTH = 128;

export interface Limits {
  /** Bytes of one frame. */
  readonly frameBytes: number;
  /** Levels of nesting in one frame. */
  readonly depth: number;
  /** Characters (code points) of a name. */
  readonly nameLength: number;
  /** Characters of one chat text. */
  readonly textLength: number;
  /** Characters of one session description. */
  readonly sdpLength: number;
  /** Characters of one candidate. */
  readonly candidateLength: number;
  /** Candidates held per call until they can be applied. */
  readonly heldCandidates: number;
}

export const DEFAULT_LIMITS: Limits = {
  frameBytes: 64 * 1024,
  depth: 16,
  nameLength: NAME_LENGTH,
  textLength: 4_000,
  sdpLength: 32 * 1024,
  candidateLength: 1_024,
  heldCandidates: 64,
};
