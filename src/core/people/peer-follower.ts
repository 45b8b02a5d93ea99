/**
 * Tells the call where its peer is, as the list and the server say it: here, under another name, with another session,
 * or gone. What that means for the call is decided by its machine.
 */
import { CALL_TIMINGS, type CallEvent, type CallMessage } from '../call/call-events.js';
import { type Call, type CallPeer, type CallState, isLive } from '../call/call-state.js';
import type { ServerMessage } from '../../protocol/index.js';
import type { ClockPort } from '../ports.js';
import { PeerWatch } from './peer-watch.js';
import type { People } from './people.js';

export class PeerFollower {
  readonly #watch: PeerWatch;
  readonly #clock: Pick<ClockPort, 'now'>;
  readonly #tell: (event: CallEvent) => void;
  /** When the connection last came back after a loss. */
  #backAtMs = 0;

  constructor(people: People, clock: Pick<ClockPort, 'now'>, tell: (event: CallEvent) => void) {
    this.#watch = new PeerWatch(people);
    this.#clock = clock;
    this.#tell = tell;
  }

  /** We were away from the server ourselves: the other one may still be on the way. */
  beginAnew(): void {
    this.#backAtMs = this.#clock.now();
  }

  /** The list is another one. */
  follow({ id: callId, peer }: Call): void {
    const seen = this.#watch.look(peer);
    const user = seen.at === 'gone' ? undefined : seen.user;
    const isSettled = this.#clock.now() - this.#backAtMs >= CALL_TIMINGS.rejoinMs;
    if (!user && isSettled) this.#tell({ type: 'remote-gone', callId });
    if (user && user.name !== peer.name) this.#tell({ type: 'remote-renamed', callId, name: user.name });
    // Somebody else may have the name. Where there are no sessions, the name is all there is.
    if (user?.sid !== undefined && seen.at === 'another')
      this.#tell({ type: 'remote-session', callId, sid: user.sid });
    else if (user) this.#tell({ type: 'remote-here', callId });
  }

  /** What the server says of somebody's connection, which it knows before the list does: of the call's peer alone it counts. */
  hear({ sid, state: signal }: Extract<ServerMessage, { type: 'peer-state' }>, state: CallState): void {
    if (isLive(state) && state.call.peer.sid === sid)
      this.#tell({ type: 'remote-signal', callId: state.call.id, signal });
  }

  /** The server hears the other one, as far as it says. */
  hears(peer: CallPeer): boolean {
    const seen = this.#watch.look(peer);
    return seen.at !== 'gone' && seen.user.state !== 'reconnecting';
  }

  /** Of somebody with several devices only one is in the call; while a call of ours rings, all are meant. */
  deviceFor({ type, call }: CallMessage, state: CallState): string | undefined {
    if (!isLive(state) || state.call.id !== call?.id) return undefined;
    if (state.phase === 'outgoing' || type === 'call-select') return undefined;
    const { name, sid } = state.call.peer;
    return sid !== undefined && this.#watch.isOneOfSeveral(sid, name) ? sid : undefined;
  }
}
