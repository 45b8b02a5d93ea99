/**
 * The devices of one role that are there, and which of them is chosen: asks its host to update when something is plugged
 * in or chosen. It chooses nothing and opens nothing.
 */
import type { ReactiveController, ReactiveElement } from 'lit';
import { chosenDevice, onDeviceChoice } from '../../browser/devices/chosen-devices.js';
import { listDevices } from '../../browser/devices/device-policy.js';
import { type DeviceRole, devicesFor, findChosen } from '../../core/media/device-choice.js';

export class DeviceList implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #role: () => DeviceRole;
  #all: readonly MediaDeviceInfo[] = [];
  #watching: AbortController | undefined;

  constructor(host: ReactiveElement, role: () => DeviceRole) {
    this.#host = host;
    this.#role = role;
    host.addController(this);
  }

  /** None before the browser names them. */
  get devices(): readonly MediaDeviceInfo[] {
    return devicesFor(this.#role(), this.#all).filter(({ label }) => label !== '');
  }

  /** The chosen device; undefined: the browser's default, also while the chosen one is not there. */
  get chosen(): MediaDeviceInfo | undefined {
    const choice = chosenDevice(this.#role());
    return choice && findChosen(choice, this.#role(), this.#all);
  }

  /** Reads the list again: a browser does not tell when it begins to name its devices. */
  readonly refresh = async (): Promise<void> => {
    const { signal } = this.#watching ?? {};
    const all = await listDevices();
    if (!signal || signal.aborted) return;
    this.#all = all;
    this.#host.requestUpdate();
  };

  hostConnected(): void {
    this.#watching = new AbortController();
    const { signal } = this.#watching;
    const { mediaDevices } = navigator as { readonly mediaDevices?: MediaDevices };
    mediaDevices?.addEventListener('devicechange', () => void this.refresh(), { signal });
    const stop = onDeviceChoice(() => {
      this.#host.requestUpdate();
    });
    signal.addEventListener('abort', stop);
    void this.refresh();
  }

  hostDisconnected(): void {
    this.#watching?.abort();
    this.#watching = undefined;
  }
}
