/**
 * Runs a pure transition function: takes events one at a time, keeps the state, hands the effects on. Events that
 * come while it runs wait their turn, so a transition never sees a half-made state. It knows no machine in
 * particular and no port.
 */
export type Step<State, Effect> = readonly [State, readonly Effect[]];

export type Transition<State, Event, Effect> = (state: State, event: Event) => Step<State, Effect>;

export interface MachineOutputs<State, Event, Effect> {
  /** An event was taken; nothing was done about it yet. */
  took?(event: Event, before: State, after: State, effects: readonly Effect[]): void;
  /** Carries one effect out. Its results come back as events. */
  run(effect: Effect): void;
  /** All waiting events are done. `previous` is the state before the first of them. */
  settled(state: State, previous: State): void;
}

export class Machine<State, Event, Effect> {
  #state: State;
  #busy = false;
  readonly #queue: Event[] = [];
  readonly #transition: Transition<State, Event, Effect>;
  readonly #outputs: MachineOutputs<State, Event, Effect>;

  constructor(
    initial: State,
    transition: Transition<State, Event, Effect>,
    outputs: MachineOutputs<State, Event, Effect>,
  ) {
    this.#state = initial;
    this.#transition = transition;
    this.#outputs = outputs;
  }

  get state(): State {
    return this.#state;
  }

  /** Is in the middle of an event: what is seen now is not settled. */
  get busy(): boolean {
    return this.#busy;
  }

  dispatch(event: Event): void {
    this.#queue.push(event);
    if (this.#busy) return;
    const previous = this.#state;
    this.#busy = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) this.#take(next);
    } finally {
      this.#busy = false;
    }
    this.#outputs.settled(this.#state, previous);
  }

  #take(event: Event): void {
    const before = this.#state;
    const [state, effects] = this.#transition(before, event);
    this.#state = state;
    this.#outputs.took?.(event, before, state, effects);
    for (const effect of effects) this.#outputs.run(effect);
  }
}
