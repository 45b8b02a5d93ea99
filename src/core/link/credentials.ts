/**
 * What a page brings to a server that wants to know who it is: the room to enter, and a token that is good now. It is
 * fetched for each connection, while that is being made, and again before the server takes it for expired. It sends
 * nothing; link-driver.ts does.
 */
import type { ClientMessages } from '../../protocol/index.js';
import type { ControllerOptions } from '../controller.js';
import type { ClockPort } from '../ports.js';

export type Proof = Pick<NonNullable<ClientMessages['username']['hello']>, 'room' | 'token'>;
export type CredentialOptions = Pick<ControllerOptions, 'room' | 'token' | 'getToken'>;

export interface CredentialPorts {
  readonly clock: Pick<ClockPort, 'after'>;
  /** There is a newer token for the connection there is. */
  readonly renewed: (proof: Proof) => void;
  /** The page's author has to mend it; `isNew`: there is none yet for this connection. */
  readonly failed: (reason: string, isNew: boolean) => void;
}

/** Some of its time is left for the newer one to arrive. */
const RENEW_AT = 0.8;
/** However short a token is good, and however long: no timer waits for months. */
const RENEW_MS = { least: 1_000, most: 24 * 60 * 60 * 1000 };

export class Credentials {
  readonly #options: CredentialOptions;
  readonly #ports: CredentialPorts;
  #proof: Proof | undefined;
  #whenReady: ((proof: Proof) => void) | undefined;
  /** Changes with each connection and each fetch: what an earlier one brings is of no use. */
  #round = {};
  #cancelRenewal = (): void => undefined;

  constructor(options: CredentialOptions, ports: CredentialPorts) {
    this.#options = options;
    this.#ports = ports;
  }

  /** A connection is being made. */
  begin(): void {
    this.end();
    const { token, getToken } = this.#options;
    if (getToken) this.#fetch(getToken, (fresh) => this.#ready(this.#proofOf(fresh)));
    else this.#proof = this.#proofOf(token);
  }

  /** The connection is gone. */
  end(): void {
    this.#round = {};
    this.#proof = this.#whenReady = undefined;
    this.#cancelRenewal();
  }

  /** Calls once, at once where nothing has to be waited for; never for a connection that is gone. */
  whenReady(use: (proof: Proof) => void): void {
    if (this.#proof) use(this.#proof);
    else this.#whenReady = use;
  }

  /** The server takes the token for good that long from now. */
  expireIn(ttlMs: number): void {
    this.#cancelRenewal();
    const waitMs = Math.min(Math.max(ttlMs * RENEW_AT, RENEW_MS.least), RENEW_MS.most);
    this.#cancelRenewal = this.#ports.clock.after(waitMs, () => {
      this.renew();
    });
  }

  /** Brings a newer token, where the connection has been told one before. */
  renew(): void {
    const { token, getToken } = this.#options;
    if (!this.#proof) return;
    const tell = (fresh: string): void => {
      this.#proof = this.#proofOf(fresh);
      this.#ports.renewed(this.#proof);
    };
    if (getToken) this.#fetch(getToken, tell);
    else if (token && token !== this.#proof.token) tell(token);
  }

  #ready(proof: Proof): void {
    const use = this.#whenReady;
    this.#proof = proof;
    this.#whenReady = undefined;
    use?.(proof);
  }

  #proofOf(token: string | undefined): Proof {
    const { room } = this.#options;
    return { ...(room ? { room } : {}), ...(token ? { token } : {}) };
  }

  #fetch(getToken: NonNullable<CredentialOptions['getToken']>, use: (token: string) => void): void {
    const round = (this.#round = {});
    const isNew = !this.#proof;
    ask(getToken).then(
      (token) => {
        if (round === this.#round) use(token);
      },
      (error: unknown) => {
        if (round === this.#round) this.#ports.failed(String(error), isNew);
      },
    );
  }
}

async function ask(getToken: NonNullable<CredentialOptions['getToken']>): Promise<string> {
  const token: unknown = await getToken();
  if (typeof token !== 'string' || token === '') throw new TypeError('It gave no token.');
  return token;
}
