/**
 * The way back into a call for a page that was reloaded: leaves a note when the page goes, and takes the call up
 * again when one is found. What happens to the call is decided by its machine, and where the note lies by the port.
 */
import type { CallDriver } from './call/call-driver.js';
import { CALL_TIMINGS } from './call/call-events.js';
import { isLive } from './call/call-state.js';
import type { ControllerOptions } from './controller.js';
import type { LinkDriver } from './link/link-driver.js';
import type { MediaDriver } from './media/media-driver.js';
import type { People } from './people/people.js';
import type { Ports } from './ports.js';
import { type RejoinNote, decodeNote, noteOf } from './rejoin-note.js';

/** The machines that a way back leads through. */
export interface RejoinParts {
  readonly call: CallDriver;
  readonly link: LinkDriver;
  readonly media: MediaDriver;
  readonly people: People;
  readonly isDisposed: boolean;
}

export class Rejoin {
  readonly #ports: Ports;
  readonly #options: ControllerOptions;
  readonly #parts: RejoinParts;
  /** The name under which the call that is taken up again is known. */
  #name: string | undefined;

  constructor(ports: Ports, options: ControllerOptions, parts: RejoinParts) {
    this.#ports = ports;
    this.#options = options;
    this.#parts = parts;
  }

  /** The page goes away: whether it left itself a note. */
  leave(): boolean {
    const { call, link, media, people } = this.#parts;
    const { clock, notes } = this.#ports;
    if (!notes || this.#options.noRejoin) return false;
    const leftAtMs = Math.round(clock.now());
    const self = { ...link.session, name: people.ownName, leftAtMs };
    const note = noteOf(call.state, media.state, self);
    return note !== undefined && notes.leave(people.wantedName, note, leftAtMs + CALL_TIMINGS.rejoinMs);
  }

  /** Whether there is a note of a call to go on with: then the person is signed in again, and the call is back. */
  async take(): Promise<boolean> {
    const { notes } = this.#ports;
    if (!notes || this.#options.noRejoin) return false;
    const parts = this.#parts;
    const { wantedName } = parts.people;
    const note = decodeNote(await notes.take(wantedName));
    // The person may have done something else meanwhile.
    const isFree = !parts.isDisposed && !isLive(parts.call.state) && parts.people.wantedName === wantedName;
    return note !== undefined && isFree && this.#begin(note);
  }

  /** The server has named us. Under another name than the peer knows, the call is not ours: another page has it. */
  check(): void {
    const { call, people } = this.#parts;
    if (this.#name !== undefined && people.self.name !== this.#name) call.dispatch({ type: 'forget' });
    this.#name = undefined;
  }

  #begin({ name, token, sid, leftAtMs, call, pc, sinceMs, devices }: RejoinNote): boolean {
    const parts = this.#parts;
    const awayMs = this.#ports.clock.now() - leftAtMs;
    if (awayMs < 0 || awayMs >= CALL_TIMINGS.rejoinMs) return false;
    this.#name = name;
    // Once the server has greeted us a name is under way, and `check` will tell whether it is this one.
    if (!('server' in parts.link.state)) {
      parts.people.comeBack(name, sid);
      parts.link.adopt({ token, sid });
    }
    for (const kind of ['audio', 'video'] as const)
      parts.media.dispatch({ type: 'set', kind, on: devices[kind] });
    parts.call.dispatch({
      type: 'rejoin',
      call: { ...call, peer: { ...call.peer, v1: true } },
      pc: pc + 1,
      sinceMs,
      withinMs: CALL_TIMINGS.rejoinMs - awayMs,
    });
    return true;
  }
}
