/**
 * What the browser says about camera and microphone: asks its host to update when a person allows or forbids one, in the
 * prompt or in the settings. It asks the person nothing.
 */
import type { ReactiveController, ReactiveElement } from 'lit';
import { type DevicePermission, permissionStatus } from '../../browser/devices/permissions.js';
import type { MediaKind } from '../../core/stream-handle.js';

const KINDS = ['audio', 'video'] as const;

export class PermissionWatch implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #granted: (kind: MediaKind) => void;
  readonly #statuses = new Map<MediaKind, PermissionStatus>();
  #watching: AbortController | undefined;

  /** `granted` hears what a person has allowed since. */
  constructor(host: ReactiveElement, granted: (kind: MediaKind) => void) {
    this.#host = host;
    this.#granted = granted;
    host.addController(this);
  }

  state(kind: MediaKind): DevicePermission {
    return this.#statuses.get(kind)?.state ?? 'unknown';
  }

  hostConnected(): void {
    this.#watching = new AbortController();
    const { signal } = this.#watching;
    for (const kind of KINDS) void this.#watch(kind, signal);
  }

  hostDisconnected(): void {
    this.#watching?.abort();
    this.#statuses.clear();
  }

  async #watch(kind: MediaKind, signal: AbortSignal): Promise<void> {
    const status = await permissionStatus(kind);
    if (!status || signal.aborted) return;
    this.#statuses.set(kind, status);
    const follow = (): void => {
      if (status.state === 'granted') this.#granted(kind);
      this.#host.requestUpdate();
    };
    status.addEventListener('change', follow, { signal });
    this.#host.requestUpdate();
  }
}
