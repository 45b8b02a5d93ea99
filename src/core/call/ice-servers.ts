/** The STUN and TURN servers of a call: those that the page names, and those that the server does, until it names others. */
import type { IceServer } from '../../protocol/index.js';
import type { ClockPort, IceServerOption } from '../ports.js';

/** How long new credentials are waited for, in milliseconds. */
const RENEW_MS = 3_000;

export interface IceServersPorts {
  readonly clock: Pick<ClockPort, 'after'>;
  /** The page's own, as they are now. */
  own(): readonly IceServerOption[];
  /** Asks the server to name its own anew. */
  ask(): void;
}

export class IceServers {
  readonly #ports: IceServersPorts;
  #told: readonly IceServer[] = [];
  #whenTold = (): void => undefined;

  constructor(ports: IceServersPorts) {
    this.#ports = ports;
  }

  get all(): readonly IceServerOption[] {
    return [...this.#ports.own(), ...this.#told];
  }

  take(told: readonly IceServer[]): void {
    this.#told = told;
    this.#whenTold();
  }

  /** Resolves when the server has named others, or does not; never rejects. One that has named none is not asked. */
  async renew(): Promise<void> {
    if (this.#told.length === 0) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#ports.clock.after(RENEW_MS, resolve);
      this.#whenTold = () => {
        cancel();
        resolve();
      };
      this.#ports.ask();
    });
  }
}
