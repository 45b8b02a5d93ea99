/**
 * The devices of one role that are there, and which of them is chosen: asks its host to update when something is plugged
 * in or chosen, and reads them again when a device opens, since a browser names them only then. It chooses and opens nothing.
 */
import type { ReactiveController, ReactiveElement } from 'lit';
import { chosenDevice, onDeviceChoice } from '../../browser/devices/chosen-devices.js';
import { listDevices } from '../../browser/devices/device-policy.js';
import {
  type DeviceChoice,
  type DeviceRole,
  areUnnamed,
  devicesFor,
  findChosen,
} from '../../core/media/device-choice.js';

export class DeviceList implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #role: () => DeviceRole;
  readonly #local: { readonly value: unknown };
  /** The local devices as they were when the list was read. */
  #read: unknown;
  /** Undefined: not read yet. */
  #all: readonly MediaDeviceInfo[] | undefined;
  #watching: AbortController | undefined;

  /** `local`: the local devices, another value whenever one of them is another. */
  constructor(host: ReactiveElement, role: () => DeviceRole, local: { readonly value: unknown }) {
    this.#host = host;
    this.#role = role;
    this.#local = local;
    host.addController(this);
  }

  /** None before the browser names them. */
  get devices(): readonly MediaDeviceInfo[] {
    return devicesFor(this.#role(), this.#all ?? []).filter(({ label }) => label !== '');
  }

  /** Whether there are any cannot be told: the browser does not name them yet, or gives an insecure page no list. */
  get isUnnamed(): boolean {
    if (this.devices.length > 0) return false;
    return !this.#all || !isSecureContext || areUnnamed(this.#role(), this.#all);
  }

  /** What the person has chosen, whether it is there or not; undefined: the browser's default. */
  get choice(): DeviceChoice | undefined {
    return chosenDevice(this.#role());
  }

  /** The chosen one of `devices`; undefined: none, or it is not there. */
  get chosen(): MediaDeviceInfo | undefined {
    return this.choice && findChosen(this.choice, this.#role(), this.devices);
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

  hostUpdate(): void {
    if (this.#read === this.#local.value) return;
    this.#read = this.#local.value;
    void this.refresh();
  }

  hostDisconnected(): void {
    this.#watching?.abort();
    this.#watching = undefined;
  }
}
