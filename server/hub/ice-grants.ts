/**
 * The TURN and STUN servers that each client is told, and told again before its credentials run out. Which these are
 * is said by a function of the operator's; it keeps none of them.
 */
import type { GrantIce } from '../auth/identity.js';
import type { AdmissionPorts, Cancel } from './admission.js';
import { errorFrame, frame } from './frames.js';
import { type Session, tell } from './session.js';

/** New ones are told when this much of the time has passed. */
const REFRESH_AT = 0.8;
/** However short the time is, and however long: timers of months do not exist. */
const REFRESH_MS = { least: 1_000, most: 24 * 60 * 60 * 1000 };

export interface IceFields {
  readonly iceServers?: NonNullable<ReturnType<GrantIce>>['iceServers'];
  readonly iceTtlMs?: number;
}

export class IceGrants {
  readonly #grant: GrantIce;
  readonly #ports: AdmissionPorts;
  readonly #refreshes = new Map<Session, Cancel>();

  constructor(grant: GrantIce = () => undefined, ports: AdmissionPorts) {
    this.#grant = grant;
    this.#ports = ports;
  }

  get size(): number {
    return this.#refreshes.size;
  }

  /** What `session`, which only clients of version 1 get, says of them now; more follows by itself until the session is forgotten. */
  fieldsFor(session: Session): IceFields {
    this.forget(session);
    const grant = this.#ask(session);
    if (!grant) return {};
    const { iceServers, ttlMs } = grant;
    if (ttlMs === undefined) return { iceServers };
    const waitMs = Math.min(Math.max(ttlMs * REFRESH_AT, REFRESH_MS.least), REFRESH_MS.most);
    this.#refreshes.set(
      session,
      this.#ports.after(waitMs, () => this.refresh(session)),
    );
    return { iceServers, iceTtlMs: Math.round(ttlMs) };
  }

  forget(session: Session): void {
    this.#refreshes.get(session)?.();
    this.#refreshes.delete(session);
  }

  /** Tells them anew, with credentials that are good from now on. */
  refresh(session: Session): void {
    const fields = this.fieldsFor(session);
    if (fields.iceServers) session.socket.send(frame('session', { resumed: false, ...fields }));
  }

  #ask(session: Session): ReturnType<GrantIce> {
    try {
      return this.#grant(session.identity);
    } catch (error) {
      this.#ports.report(error);
      tell(session, errorFrame('turn-auth', 'No TURN server can be given now.'));
      return undefined;
    }
  }
}
