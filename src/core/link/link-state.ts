/**
 * The connection to the signaling server, apart from any call: a call stays up while the link comes and goes.
 *
 *    offline ──connect──▶ connecting ──id, name, first list──▶ online
 *       ▲                   ▲     │ closed, timed out            │ closed, silent
 *       │ disconnect        │     ▼                              ▼
 *       └── any ──       retry ◀─ waiting ◀──────────────────────┘      close 45xx: refused
 */
import type { WireErrorCode } from '../../protocol/index.js';

/** What the server said of itself in `id`. */
export interface ServerInfo {
  /** Version 1 or later; false is a server that knows the base profile only. */
  readonly v1: boolean;
  readonly caps: readonly string[];
  /** The session number, to be echoed. */
  readonly id: number;
  /** Our public session id, where the server gives one. */
  readonly sid?: string;
  /** Sends a beat of its own, so that its silence means something. */
  readonly beats: boolean;
  /** Answers a ping. A legacy server does once it has sent one addressed to ourselves back. */
  readonly echoes: boolean;
}

export type LinkState =
  | { readonly status: 'offline' }
  | {
      readonly status: 'connecting';
      /** The first try after the person asked for a connection. */
      readonly first?: true;
      readonly attempt: number;
      readonly server?: ServerInfo;
      readonly refusal?: WireErrorCode;
    }
  | {
      readonly status: 'online';
      readonly server: ServerInfo;
      readonly refusal?: WireErrorCode;
      /** What a loss would count as: 0 once it has held for a while. */
      readonly attempt?: number;
      /** The server is about to end and has said when to come back. */
      readonly backInMs?: number;
    }
  | { readonly status: 'waiting'; readonly attempt: number; readonly retryAtMs: number }
  | { readonly status: 'refused'; readonly closeCode: number; readonly code?: WireErrorCode };

export type LinkStatus = LinkState['status'];
