/**
 * The one polite live region of a call. Several elements could speak (each call-video-panel, each call-status); the
 * first of them to render with a provider does, and when it leaves, or is hidden where another one is not, the next one
 * that renders takes over: what is not shown is not said. So a phase is said once, whatever stands on the page. It
 * announces phases only, never each second or candidate.
 */
import { html, type TemplateResult } from 'lit';
import type { CallContext } from '../../context/call-context.js';
import type { CallState } from '../../core/call/call-state.js';
import { hasDialog } from './answer-desk.js';
import { phaseSentence } from './phase-words.js';
import type { Translate } from './terms-controller.js';

interface Source {
  /** Undefined once its element has left. */
  readonly context: CallContext | undefined;
  /** Its element can be seen. */
  readonly isShown: boolean;
}

const speakers = new WeakMap<CallContext, Source>();

function isSpeaker(source: Source): boolean {
  const { context } = source;
  if (!context) return false;
  const speaker = speakers.get(context);
  if (speaker === source) return true;
  const isFree = speaker?.context !== context || (!speaker.isShown && source.isShown);
  if (isFree) speakers.set(context, source);
  return isFree;
}

/** Who does not want to be disturbed is not, by a voice either; and where a dialog asks, that says who calls. */
const isQuiet = ({ context }: Source, { phase }: CallState): boolean =>
  phase === 'incoming' &&
  (context?.controller.snapshot.self.state === 'dnd' || hasDialog(context?.controller));

/** The live region; empty where another element of the same provider speaks. */
export function announcement(source: Source, t: Translate, state: CallState): TemplateResult {
  const isSaid = isSpeaker(source) && !isQuiet(source, state);
  return html`<div class="hidden" role="status">${isSaid ? phaseSentence(t, state) : ''}</div>`;
}
