/**
 * Asks its host to update once a second while the host says that it shows time passing. All hosts share one interval,
 * which exists only while somebody needs it. It measures nothing itself.
 */
import type { ReactiveController, ReactiveElement } from 'lit';

const needy = new Set<ReactiveElement>();
let interval: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  for (const host of needy) host.requestUpdate();
}

function settle(): void {
  if (needy.size > 0) {
    interval ??= setInterval(tick, 1000);
  } else {
    clearInterval(interval);
    interval = undefined;
  }
}

export class Ticker implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #isNeeded: () => boolean;

  constructor(host: ReactiveElement, isNeeded: () => boolean) {
    this.#host = host;
    this.#isNeeded = isNeeded;
    host.addController(this);
  }

  hostUpdated(): void {
    if (this.#host.isConnected && this.#isNeeded()) needy.add(this.#host);
    else needy.delete(this.#host);
    settle();
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    needy.delete(this.#host);
    settle();
  }
}

const two = (value: number): string => String(value).padStart(2, '0');

/** A duration as people read it on a phone: 04:12, or 1:04:12. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const tail = two(seconds % 60);
  return minutes < 60
    ? `${two(minutes)}:${tail}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${tail}`;
}
