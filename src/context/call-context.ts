/**
 * What a provider gives to the elements below it, and to those elsewhere that name it with `for`. The key is a plain
 * string with the API's version, so that elements of one copy of this library find a provider of another.
 */
import { createContext } from '@lit/context';
import type { CallController } from '../core/controller.js';
import type { StreamHandle } from '../core/stream-handle.js';
import type { CallRequest } from '../events/request-base.js';
import type { Terms } from '../i18n/terms.js';

export interface CallContext {
  readonly controller: CallController;
  /** The stream behind a handle of the snapshot, for a media element's `srcObject`. */
  toMediaStream(handle: StreamHandle | null): MediaStream | null;
  /** The time on the controller's clock, which every time of the snapshot is on; the page's own may differ. */
  now(): number;
  /** Notes a request that was not vetoed; it is acted on once, in a microtask. */
  take(request: CallRequest): void;
  /** The page's own wording, before any locale's. */
  readonly terms: Partial<Terms>;
}

export const callContext = createContext<CallContext | undefined, 'call-elements/1'>('call-elements/1');

/** Dispatched on the document when a provider gets or loses its controller or its id, so that elements that name it look again. */
export const PROVIDER_READY = 'call-provider-ready';

/** How an element with `for` reads a provider's context. */
export interface ContextHolder extends HTMLElement {
  readonly callContext: CallContext | undefined;
}
