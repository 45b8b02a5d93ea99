/**
 * The user list of one room as others hear of it: passes what may have changed on to the audiences of the room, and
 * asks for a tick when there is something to tell. What is told, and how, is each audience's own.
 */
import { Audience, type AudienceSizes, type RoomView } from './audience.js';
import type { AudiencePlan } from './policy.js';
import type { Session } from './session.js';

export interface PresencePorts {
  /** Asks for a call of `tick`, some time later; never at once. */
  readonly requestTick: () => void;
  /** An unpredictable string, unique for ever: what a list that starts from nothing is called. */
  readonly newEpoch: () => string;
}

export class Presence {
  readonly #audiences: readonly Audience[];
  readonly #requestTick: () => void;
  #isTickRequested = false;

  constructor(view: RoomView, plans: readonly AudiencePlan[], { requestTick, newEpoch }: PresencePorts) {
    this.#audiences = plans.map((plan) => new Audience(view, plan, newEpoch()));
    this.#requestTick = requestTick;
  }

  /** Entries kept, for tests and figures: all zero when nobody is here. */
  get sizes(): AudienceSizes {
    const total = { published: 0, touched: 0, newcomers: 0 };
    for (const { sizes } of this.#audiences) {
      total.published += sizes.published;
      total.touched += sizes.touched;
      total.newcomers += sizes.newcomers;
    }
    return total;
  }

  /** Something about this session may have changed: its name, its state, whether it is here. */
  touch(session: Session): void {
    for (const audience of this.#audiences) audience.touch(session);
    this.#request();
  }

  /** This session hears the whole list at the next tick. */
  greet(session: Session): void {
    for (const audience of this.#audiences) {
      if (audience.includes(session)) audience.greet(session);
      else audience.forget(session);
    }
    this.#request();
  }

  forget(session: Session): void {
    for (const audience of this.#audiences) audience.forget(session);
    this.touch(session);
  }

  tick(nowMs: number): void {
    this.#isTickRequested = false;
    const due = this.#audiences.map((audience) => audience.tick(nowMs));
    if (due.includes(true)) this.#request();
  }

  #request(): void {
    if (this.#isTickRequested) return;
    this.#isTickRequested = true;
    this.#requestTick();
  }
}
