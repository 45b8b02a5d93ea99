/** The STUN and TURN servers of a call: those that the page names, and those that the server does, until it names others. */
import type { IceServer } from '../../protocol/index.js';
import type { CallError } from '../errors.js';
import type { ClockPort, IceServerOption } from '../ports.js';
import { type TellFault, tellOnce } from '../tell-once.js';
import { faultOf } from './usable-servers.js';

/** How long new credentials are waited for, in milliseconds. */
const RENEW_MS = 3_000;

export interface IceServersPorts {
  readonly clock: Pick<ClockPort, 'after'>;
  /** The page's own, as they are now. */
  own(): readonly IceServerOption[];
  /** Asks the server to name its own anew. */
  ask(): void;
  report(error: CallError): void;
}

export class IceServers {
  readonly #ports: IceServersPorts;
  #told: readonly IceServer[] = [];
  #whenTold = (): void => undefined;
  readonly #tell: TellFault;

  constructor(ports: IceServersPorts) {
    this.#ports = ports;
    this.#tell = tellOnce(ports.report);
  }

  /** Those of them that can be used. */
  get all(): readonly IceServerOption[] {
    return [...this.#ports.own(), ...this.#told].filter((server) => this.#isUsable(server));
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

  /** What cannot be used is told once, however often it is named. */
  #isUsable(server: IceServerOption): boolean {
    const fault = faultOf(server);
    if (fault === undefined) return true;
    this.#tell('iceServers', `A server in iceServers ${fault}. It is left out.`);
    return false;
  }
}
