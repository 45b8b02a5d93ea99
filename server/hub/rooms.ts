/**
 * The rooms of the relay. A room has its own names and its own list; nobody hears of, or reaches, anybody in another
 * one, because whoever looks somebody up has only their own room to look in. A room is there as long as somebody is.
 */
import { normalizeName } from '../../src/protocol/index.js';
import type { AudienceSizes, RoomView } from './audience.js';
import { type Directory, MemoryDirectory } from './directory.js';
import { AUDIENCES, type PresencePolicy } from './policy.js';
import { Presence } from './presence.js';

export interface Room {
  readonly name: string;
  readonly directory: Directory;
  readonly presence: Presence;
}

/** With `Directory` all that several processes would have to share. */
export interface RoomStore {
  /** The room with this name; a new one where there is none. */
  open(name: string): Room;
  /** Tells in every room what changed since the last tick, and forgets those that are empty. */
  tick(nowMs: number): void;
  readonly sizes: Readonly<Record<'rooms' | 'names' | keyof AudienceSizes, number>>;
}

/** The default one, where everybody is who asks for none. */
export const DEFAULT_ROOM = '';

/**
 * The name of a room as it is compared, or undefined when it cannot be one. Letters of another case name another room:
 * a name that nobody can guess must not become easier to guess.
 */
export const roomName = (name: string, maxLength: number): string | undefined =>
  name === DEFAULT_ROOM ? DEFAULT_ROOM : normalizeName(name, maxLength);

export interface RoomsPorts {
  readonly stateOf: RoomView['stateOf'];
  readonly requestTick: () => void;
  /** An unpredictable string, unique for ever: what a list that starts from nothing is called. */
  readonly newSid: () => string;
  /** A fault of ours. */
  readonly report: (error: unknown) => void;
}

export class MemoryRooms implements RoomStore {
  readonly #policy: PresencePolicy;
  readonly #nameLength: number;
  readonly #ports: RoomsPorts;
  readonly #rooms = new Map<string, Room>();
  /** Where something has to be told. */
  readonly #due = new Set<Room>();

  constructor(policy: PresencePolicy, nameLength: number, ports: RoomsPorts) {
    this.#policy = policy;
    this.#nameLength = nameLength;
    this.#ports = ports;
  }

  get sizes(): RoomStore['sizes'] {
    const total = { rooms: this.#rooms.size, names: 0, published: 0, touched: 0, newcomers: 0 };
    for (const { directory, presence } of this.#rooms.values()) {
      const { published, touched, newcomers } = presence.sizes;
      total.names += directory.size;
      total.published += published;
      total.touched += touched;
      total.newcomers += newcomers;
    }
    return total;
  }

  open(name: string): Room {
    const room = this.#rooms.get(name) ?? this.#create(name);
    this.#rooms.set(name, room);
    return room;
  }

  tick(nowMs: number): void {
    const due = [...this.#due];
    this.#due.clear();
    for (const room of due) {
      if (room.directory.size === 0) this.#rooms.delete(room.name);
      else this.#tell(room, nowMs);
    }
  }

  /** A fault in one room is that room's: its people see a gap and ask again; the others hear what there is. */
  #tell({ presence }: Room, nowMs: number): void {
    try {
      presence.tick(nowMs);
    } catch (error) {
      this.#ports.report(error);
    }
  }

  #create(name: string): Room {
    const directory = new MemoryDirectory(this.#nameLength);
    const view = { sessions: () => directory.sessions(), stateOf: this.#ports.stateOf };
    const room: Room = {
      name,
      directory,
      presence: new Presence(view, AUDIENCES[this.#policy], {
        newEpoch: this.#ports.newSid,
        requestTick: () => {
          this.#due.add(room);
          if (this.#due.size === 1) this.#ports.requestTick();
        },
      }),
    };
    return room;
  }
}
