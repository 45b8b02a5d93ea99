/**
 * Who lets the other person be heard. An element that shows the call, a stage, always does. Where a provider has none,
 * the first of the elements that can stand in for it does, so that a page with one button is not a silent call, and no
 * page plays it twice. It plays nothing itself.
 */
import type { ReactiveController, ReactiveElement } from 'lit';
import type { CallContext } from '../../context/call-context.js';
import type { CallController } from '../../core/controller.js';

type Role = 'stage' | 'stand-in';

type Players = Readonly<Record<Role, Set<ReactiveElement>>>;

const players = new WeakMap<CallController, Players>();

function playersOf(controller: CallController): Players {
  const known = players.get(controller) ?? { stage: new Set(), 'stand-in': new Set() };
  players.set(controller, known);
  return known;
}

export class CallSound implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #source: { readonly context: CallContext | undefined };
  readonly #role: Role;
  #players: Players | undefined;

  constructor(host: ReactiveElement, source: { readonly context: CallContext | undefined }, role: Role) {
    this.#host = host;
    this.#source = source;
    this.#role = role;
    host.addController(this);
  }

  /** Something on the page shows the call's picture. */
  get hasStage(): boolean {
    return (this.#players?.stage.size ?? 0) > 0;
  }

  /** A stand-in must play the sound. */
  get isNeeded(): boolean {
    const [first] = this.#players?.['stand-in'] ?? [];
    return !this.hasStage && first === this.#host;
  }

  hostUpdate(): void {
    const { context } = this.#source;
    this.#join(context && playersOf(context.controller));
  }

  hostDisconnected(): void {
    this.#join(undefined);
  }

  #join(next: Players | undefined): void {
    const last = this.#players;
    if (next === last) return;
    this.#players = next;
    last?.[this.#role].delete(this.#host);
    next?.[this.#role].add(this.#host);
    for (const one of [last, next])
      for (const host of one?.['stand-in'] ?? []) if (host !== this.#host) host.requestUpdate();
  }
}
