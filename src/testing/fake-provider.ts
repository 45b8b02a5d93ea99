/**
 * `<fake-provider>`: gives the elements below it, or those that name it with `for`, a `FakeController`, and notes the
 * requests that nobody vetoed instead of acting on them. For tests of elements, not for pages.
 */
import { ContextProvider } from '@lit/context';
import { ReactiveElement } from 'lit';
import {
  callContext,
  type CallContext,
  type ContextHolder,
  PROVIDER_READY,
} from '../context/call-context.js';
import type { StreamHandle } from '../core/stream-handle.js';
import type { CallRequest } from '../events/request-base.js';
import type { Terms } from '../i18n/terms.js';
import { FakeController } from './fake-controller.js';

const asMediaStream = (handle: StreamHandle | null): MediaStream | null =>
  handle instanceof MediaStream ? handle : null;

export class FakeProvider extends ReactiveElement implements ContextHolder {
  readonly controller = new FakeController();
  /** What was asked for and not vetoed, the oldest first. */
  readonly requests: CallRequest[] = [];
  /** What time it is for the elements; a test sets its own to stop it. */
  now = (): number => Date.now();
  #terms: Partial<Terms> = {};
  #provider = new ContextProvider(this, { context: callContext, initialValue: this.#makeContext() });

  get callContext(): CallContext {
    return this.#provider.value as CallContext;
  }

  get terms(): Partial<Terms> {
    return this.#terms;
  }

  set terms(terms: Partial<Terms>) {
    this.#terms = terms;
    this.#provider.setValue(this.#makeContext());
    this.#announce();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#announce();
  }

  /** It renders nothing: a shadow root would hide the elements below it. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  #announce(): void {
    this.dispatchEvent(new Event(PROVIDER_READY, { bubbles: true, composed: true }));
  }

  #makeContext(): CallContext {
    return {
      controller: this.controller,
      toMediaStream: asMediaStream,
      now: () => this.now(),
      take: (request) => {
        if (!request.defaultPrevented) this.requests.push(request);
      },
      terms: this.#terms,
    };
  }
}

/** Defines `<fake-provider>`, once. */
export function registerFakeProvider(): void {
  customElements.get('fake-provider') ?? customElements.define('fake-provider', FakeProvider);
}

declare global {
  interface HTMLElementTagNameMap {
    'fake-provider': FakeProvider;
  }
}
