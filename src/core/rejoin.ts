/**
 * The way back for a page that was reloaded: leaves a note when the page goes, and takes the session up again, and the
 * call that it was in, when one is found. What happens to the call is decided by its machine, and where the note lies by the port.
 */
import type { CallDriver } from './call/call-driver.js';
import { CALL_TIMINGS } from './call/call-events.js';
import { isLive } from './call/call-state.js';
import type { ControllerOptions } from './controller.js';
import type { LinkDriver } from './link/link-driver.js';
import type { MediaDriver } from './media/media-driver.js';
import type { People } from './people/people.js';
import type { Ports } from './ports.js';
import { type RejoinNote, type TalkNote, decodeNote, talkOf } from './rejoin-note.js';

/** The machines that a way back leads through. */
export interface RejoinParts {
  readonly call: CallDriver;
  readonly link: LinkDriver;
  readonly media: MediaDriver;
  readonly people: People;
  readonly isDisposed: boolean;
}

const NOTHING = { isKept: false, hasCall: false } as const;

export class Rejoin {
  readonly #ports: Ports;
  readonly #options: ControllerOptions;
  readonly #parts: RejoinParts;
  /** The name under which the call that is taken up again is known. */
  #name: string | undefined;
  /** A session without a call, for whoever signs in under the name that it was asked for. */
  #held: RejoinNote | undefined;

  constructor(ports: Ports, options: ControllerOptions, parts: RejoinParts) {
    this.#ports = ports;
    this.#options = options;
    this.#parts = parts;
  }

  /** The page goes away: whether it left itself a note, and one of its call. */
  leave(): { readonly isKept: boolean; readonly hasCall: boolean } {
    const { call, link, media, people } = this.#parts;
    const { clock, notes } = this.#ports;
    const { session } = link;
    const talk = talkOf(call.state, media.state, call.privacy.relayOnly);
    // Without a number nobody waits for a session that has no call.
    const hasSession = session.token !== undefined && session.seq !== undefined;
    if (!notes || this.#options.noRejoin || (!talk && !hasSession)) return NOTHING;
    const leftAtMs = Math.round(clock.now());
    const self = { ...session, name: people.ownName, wanted: people.wantedName, leftAtMs };
    const note: RejoinNote = talk ? { ...self, talk } : self;
    const isKept = notes.leave(self.wanted, note, leftAtMs + CALL_TIMINGS.rejoinMs, talk !== undefined);
    return { isKept, hasCall: isKept && talk !== undefined };
  }

  /** Whether there is a note of a call to go on with: then the person is signed in again, and the call is back. */
  async take(): Promise<boolean> {
    const { notes } = this.#ports;
    if (!notes || this.#options.noRejoin) return false;
    const parts = this.#parts;
    const { wantedName } = parts.people;
    const note = decodeNote(await notes.take(wantedName));
    if (!note || parts.isDisposed) return false;
    if (!note.talk) {
      this.#held = note;
      this.adopt();
      return false;
    }
    // The person may have done something else meanwhile.
    const isFree = !isLive(parts.call.state) && parts.people.wantedName === wantedName;
    return isFree && this.#begin(note, note.talk);
  }

  /** Somebody signs in: who was here before, under the same wish, has that session again. Nobody else, and only once. */
  adopt(): void {
    const { people, link } = this.#parts;
    const held = this.#held;
    if (held?.wanted !== people.wantedName) return;
    this.#held = undefined;
    if (link.isIntroduced || people.self.name !== undefined || !this.#isCurrent(held)) return;
    people.comeBack(held.name, held.sid, held.wanted);
    link.adopt(held);
  }

  /** The server has named us. Under another name than the peer knows, the call is not ours: another page has it. */
  check(): void {
    const { call, people } = this.#parts;
    if (this.#name !== undefined && people.self.name !== this.#name) call.dispatch({ type: 'forget' });
    this.#name = undefined;
  }

  #isCurrent({ leftAtMs }: RejoinNote): boolean {
    const awayMs = this.#ports.clock.now() - leftAtMs;
    return awayMs >= 0 && awayMs < CALL_TIMINGS.rejoinMs;
  }

  #begin(note: RejoinNote, { call, pc, sinceMs, devices, relayOnly = false }: TalkNote): boolean {
    const parts = this.#parts;
    if (!this.#isCurrent(note)) return false;
    this.#name = note.name;
    // Once a name is under way, `check` will tell whether it is this one.
    if (!parts.link.isIntroduced) {
      parts.people.comeBack(note.name, note.sid);
      parts.link.adopt(note);
    }
    for (const kind of ['audio', 'video'] as const)
      parts.media.dispatch({ type: 'set', kind, on: devices[kind] });
    parts.call.privacy.keep(call.id, relayOnly);
    parts.call.dispatch({
      type: 'rejoin',
      call: { ...call, peer: { ...call.peer, v1: true } },
      pc: pc + 1,
      sinceMs,
      withinMs: CALL_TIMINGS.rejoinMs - (this.#ports.clock.now() - note.leftAtMs),
    });
    return true;
  }
}
