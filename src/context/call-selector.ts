/**
 * Gives an element its slice of the snapshot: finds the provider (the nearest above it, or the one named by `for`),
 * selects, and asks the host to update only when the slice changed. Without a provider `value` is undefined and the
 * host renders itself inert. It never acts on the controller; requests go through `request()`.
 */
import { ContextConsumer } from '@lit/context';
import type { ReactiveController, ReactiveElement } from 'lit';
import type { Snapshot } from '../core/snapshot.js';
import type { CallRequest } from '../events/request-base.js';
import { type CallContext, callContext } from './call-context.js';
import { attachContextRoot } from './context-root.js';
import { ProviderLookup } from './provider-lookup.js';

/** An element that can stand anywhere. */
export interface CallHost extends ReactiveElement {
  /** The id of its provider; empty: the nearest one above. */
  for: string;
}

export class CallSelector<T> implements ReactiveController {
  readonly #host: CallHost;
  readonly #select: (snapshot: Snapshot) => T;
  readonly #lookup: ProviderLookup;
  #above: CallContext | undefined;
  #context: CallContext | undefined;
  #unsubscribe: (() => void) | undefined;
  #value: T | undefined;

  constructor(host: CallHost, select: (snapshot: Snapshot) => T) {
    // The element may be upgraded before any provider is defined; its question must not be lost.
    attachContextRoot();
    this.#host = host;
    this.#select = select;
    this.#lookup = new ProviderLookup(host, () => {
      this.#refresh();
    });
    host.addController(this);
    new ContextConsumer(host, {
      context: callContext,
      subscribe: true,
      callback: (context) => {
        this.#above = context;
        this.#refresh();
      },
    });
  }

  /** The slice, or undefined without a provider. */
  get value(): T | undefined {
    return this.#value;
  }

  get context(): CallContext | undefined {
    return this.#context;
  }

  /** Its element can be seen. */
  get isShown(): boolean {
    return this.#host.checkVisibility();
  }

  /** The time on the provider's clock: what times of the slice are to be compared with. */
  get nowMs(): number {
    return this.#context?.now() ?? 0;
  }

  /**
   * Dispatches a request from the host, for a provider that it had before if that is named; whoever stands above may veto
   * it. Answers whether it was let through.
   */
  request(event: CallRequest, context = this.#context): boolean {
    event.provider = context;
    const allowed = this.#host.dispatchEvent(event);
    if (allowed) context?.take(event);
    return allowed;
  }

  hostConnected(): void {
    this.#refresh();
  }

  hostUpdate(): void {
    if (this.#lookup.name !== this.#host.for) this.#refresh();
  }

  hostDisconnected(): void {
    this.#lookup.stop();
    // A context consumer keeps its last value after it left; a stale provider must not be acted on.
    this.#above = undefined;
    this.#bind(undefined);
  }

  #refresh(): void {
    if (!this.#host.isConnected) return;
    const named = this.#lookup.find(this.#host.for);
    this.#bind(this.#host.for === '' ? this.#above : named);
  }

  #bind(context: CallContext | undefined): void {
    if (context === this.#context) return;
    this.#unsubscribe?.();
    this.#context = context;
    this.#unsubscribe = context?.controller.subscribe((snapshot) => {
      this.#take(this.#select(snapshot));
    });
    this.#take(context ? this.#select(context.controller.snapshot) : undefined);
    this.#host.requestUpdate();
  }

  #take(value: T | undefined): void {
    if (value === this.#value) return;
    this.#value = value;
    this.#host.requestUpdate();
  }
}
