/**
 * TURN servers that refuse their credentials: these are asked for anew, once for each call. Where there are no others, or
 * the others are refused as well, that is said.
 */
import type { PathEvidence } from '../ports.js';
import { refusesTurn } from './diagnosis.js';

export interface TurnRenewalPorts {
  /** Asks for them anew; answers whether they are others now. */
  renew(): Promise<boolean>;
  /** The call is to be tried with the others. */
  renewed(callId: string): void;
  refused(callId: string): void;
}

export class TurnRenewal {
  readonly #ports: TurnRenewalPorts;
  #callId: string | undefined;
  #hasOthers = false;

  constructor(ports: TurnRenewalPorts) {
    this.#ports = ports;
  }

  async whenRefused(callId: string): Promise<void> {
    if (callId === this.#callId) return;
    this.#callId = callId;
    this.#hasOthers = false;
    const isChanged = await this.#ports.renew();
    if (this.#callId !== callId) return;
    this.#hasOthers = isChanged;
    if (isChanged) this.#ports.renewed(callId);
    else this.#ports.refused(callId);
  }

  /** All candidates there are have been found: a word of the former round that comes late is no answer to this one. */
  whenGathered(callId: string, evidence: PathEvidence): void {
    if (callId === this.#callId && this.#hasOthers && refusesTurn(evidence)) this.#ports.refused(callId);
  }
}
