/**
 * What the other tabs of this browser are in, and telling them what this one is in: a word about each call, to a bus
 * that reaches them all. A tab that dies without a word is noticed where the bus can watch it. It acts on no call.
 */
import { isRecord } from '../../protocol/index.js';
import { type CallPhase, type CallState, isLive } from '../call/call-state.js';
import type { Bus, BusPort } from '../ports.js';

/** A call in another tab. */
export interface Elsewhere {
  readonly phase: Exclude<CallPhase, 'idle' | 'ended'>;
  /** With whom. */
  readonly name: string;
}

/** The later a call is in this list, the more it says about where the person is. */
const PHASES = ['outgoing', 'incoming', 'connecting', 'reconnecting', 'active'] as const;

type Note =
  /** A tab opened: what is everybody in? */
  { readonly kind: 'who' } | { readonly kind: 'in'; readonly id: string; readonly call: Elsewhere | null };

const isPhase = (value: unknown): value is Elsewhere['phase'] =>
  (PHASES as readonly unknown[]).includes(value);

/** Other versions of this code post here too, and so may any script of the origin: what is no note is dropped. */
function toNote(data: unknown): Note | undefined {
  if (!isRecord(data)) return undefined;
  const { kind, id, call } = data;
  if (kind === 'who') return { kind };
  if (kind !== 'in' || typeof id !== 'string') return undefined;
  if (call === null) return { kind, id, call };
  if (!isRecord(call) || !isPhase(call.phase) || typeof call.name !== 'string') return undefined;
  return { kind, id, call: { phase: call.phase, name: call.name } };
}

const isSame = (a: Elsewhere | null, b: Elsewhere | null): boolean =>
  a?.phase === b?.phase && a?.name === b?.name;

export class OtherTabs {
  readonly #port: BusPort | undefined;
  readonly #id: string;
  readonly #changed: () => void;
  readonly #bus: Bus | undefined;
  readonly #others = new Map<string, { readonly call: Elsewhere; readonly unwatch: () => void }>();
  #mine: Elsewhere | null = null;
  readonly #letGo: (() => void) | undefined;
  #elsewhere: Elsewhere | null = null;

  /** Without a port there are no other tabs. */
  constructor(port: BusPort | undefined, id: string, changed: () => void) {
    this.#port = port;
    this.#id = id;
    this.#changed = changed;
    // Long before there is a call: a tab that is told of one before this is held would take this one for dead.
    this.#letGo = port?.hold(id);
    this.#bus = port?.open((data) => {
      const note = toNote(data);
      if (note) this.#hear(note);
    });
    this.#post({ kind: 'who' });
  }

  /** The call that another tab is in; of several the one that goes on rather than one that rings. */
  get elsewhere(): Elsewhere | null {
    return this.#elsewhere;
  }

  /** Tells the others what this tab is in now. */
  follow(state: CallState): void {
    const mine = isLive(state) ? { phase: state.phase, name: state.call.peer.name } : null;
    if (isSame(mine, this.#mine)) return;
    this.#mine = mine;
    this.#tell();
  }

  close(): void {
    this.follow({ phase: 'idle' });
    for (const { unwatch } of this.#others.values()) unwatch();
    this.#others.clear();
    this.#bus?.close();
    this.#letGo?.();
  }

  #hear(note: Note): void {
    if (note.kind === 'who') {
      if (this.#mine) this.#tell();
      return;
    }
    if (note.call) this.#note(note.id, note.call);
    else this.#forget(note.id);
  }

  #note(id: string, call: Elsewhere): void {
    const forget = (): void => {
      this.#forget(id);
    };
    const unwatch = this.#others.get(id)?.unwatch ?? this.#port?.watch(id, forget) ?? forget;
    this.#others.set(id, { call, unwatch });
    this.#settle();
  }

  #forget(id: string): void {
    this.#others.get(id)?.unwatch();
    if (this.#others.delete(id)) this.#settle();
  }

  #settle(): void {
    const calls = [...this.#others.values()].map(({ call }) => call);
    const rank = ({ phase }: Elsewhere): number => PHASES.indexOf(phase);
    const next = calls.sort((a, b) => rank(b) - rank(a))[0] ?? null;
    if (isSame(next, this.#elsewhere)) return;
    this.#elsewhere = next;
    this.#changed();
  }

  #tell(): void {
    this.#post({ kind: 'in', id: this.#id, call: this.#mine });
  }

  #post(note: Note): void {
    this.#bus?.post(note);
  }
}
