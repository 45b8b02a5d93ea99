/**
 * What happens to a relay, told to whoever counts it or writes it down. A watch changes nothing; all its methods are
 * optional, and one that throws is a fault of its own. Types, and the one function that makes a single watch of several.
 */
import type { Session } from '../hub/session.js';

/** Who stands at the door: nothing here is vouched for by anybody but the network. */
export interface Visitor {
  /** Behind trusted proxies that of the client itself. */
  readonly address: string;
  /** The network that what it does is counted for; absent where nothing is counted. */
  readonly network?: string;
  readonly origin?: string;
}

/** Why somebody was not let in. */
export type TurnedAway = 'origin' | 'full' | 'address-sockets' | 'address-rate';

export interface RelayWatch {
  onTurnedAway?(why: TurnedAway, visitor: Visitor): void;
  /** Somebody said for whom it asks, and is no proxy that may. */
  onUntrustedProxy?(address: string): void;
  onConnected?(session: Session, visitor: Visitor): void;
  /** The relay parts with somebody, with one of the close codes; `onGone` follows. */
  onKicked?(session: Session, visitor: Visitor, code: number, reason: string): void;
  /** A socket is closed, with this code. */
  onGone?(session: Session, visitor: Visitor, code: number): void;
  /** A frame came in, before anybody has read it. */
  onReceived?(text: string): void;
  onSent?(text: string): void;
  /** A fault of the relay itself. */
  onFault?(error: unknown): void;
  onDrain?(reason: string, connections: number): void;
}

/** Everybody is told, in order. */
export function watchAll(watches: readonly RelayWatch[]): Required<RelayWatch> {
  return {
    onTurnedAway: (...facts) => watches.forEach((one) => one.onTurnedAway?.(...facts)),
    onUntrustedProxy: (address) => watches.forEach((one) => one.onUntrustedProxy?.(address)),
    onConnected: (...facts) => watches.forEach((one) => one.onConnected?.(...facts)),
    onKicked: (...facts) => watches.forEach((one) => one.onKicked?.(...facts)),
    onGone: (...facts) => watches.forEach((one) => one.onGone?.(...facts)),
    onReceived: (text) => watches.forEach((one) => one.onReceived?.(text)),
    onSent: (text) => watches.forEach((one) => one.onSent?.(text)),
    onFault: (error) => watches.forEach((one) => one.onFault?.(error)),
    onDrain: (...facts) => watches.forEach((one) => one.onDrain?.(...facts)),
  };
}
