/**
 * Shows outside what an element is in, as custom states (`:state(ringing)`), and looks after the one state they all
 * have: `inert`, without a provider, which it also says once on the console. It never changes what it reports.
 */
import type { ReactiveController, ReactiveElement } from 'lit';
import type { CallContext } from '../../context/call-context.js';

const PROVIDER = 'call-provider';

export interface StatesHost extends ReactiveElement {
  for: string;
}

export class HostStates implements ReactiveController {
  readonly #host: StatesHost;
  readonly #source: { readonly context: CallContext | undefined };
  readonly #read: () => readonly (string | false | undefined)[];
  readonly #states: CustomStateSet;
  #asked = false;

  constructor(
    host: StatesHost,
    source: { readonly context: CallContext | undefined },
    read: () => readonly (string | false | undefined)[],
  ) {
    this.#host = host;
    this.#source = source;
    this.#read = read;
    this.#states = host.attachInternals().states;
    host.addController(this);
  }

  hostUpdated(): void {
    const { context } = this.#source;
    const next = new Set(context ? this.#read() : ['inert']);
    for (const state of [...this.#states]) if (!next.has(state)) this.#states.delete(state);
    for (const state of next) if (state) this.#states.add(state);
    if (!context && !this.#asked) {
      this.#asked = true;
      void this.#warnIfStillAlone();
    }
  }

  /** An element may be upgraded before its provider is: parsed, defined, and a task has to pass first. */
  async #warnIfStillAlone(): Promise<void> {
    if (document.readyState === 'loading')
      await new Promise((ready) => {
        document.addEventListener('DOMContentLoaded', ready, { once: true });
      });
    if (document.querySelector(`${PROVIDER}:not(:defined)`)) await customElements.whenDefined(PROVIDER);
    await new Promise((task) => {
      setTimeout(task);
    });
    if (this.#source.context || !this.#host.isConnected) {
      this.#asked = false;
      return;
    }
    const tag = this.#host.localName;
    const id = this.#host.for;
    console.warn(
      id
        ? `<${tag} for="${id}"> finds no <${PROVIDER} id="${id}">. Add one, or correct the id.`
        : `<${tag}> has no provider. Put it inside a <${PROVIDER}>, or name one: <${tag} for="its-id">.`,
    );
  }
}
