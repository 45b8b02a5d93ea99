/** What a client may send. The table is the run-time check and, through `Decoded`, the types. */
import {
  type Decoded,
  type Shape,
  count,
  lenient,
  list,
  nullable,
  number,
  object,
  oneOf,
  optional,
  string,
} from './decode.js';
import { BOTH, PEER, addressed } from './shapes.js';

/** From a page to the server alone. */
const TO_SERVER = {
  username: {
    name: string,
    id: lenient(number),
    date: lenient(number),
    hello: optional(
      object({
        v: count,
        client: lenient(string),
        caps: lenient(list(string)),
        room: optional(string),
        token: optional(string),
        resume: optional(object({ token: string, seq: count })),
      }),
    ),
  },
  state: { state: oneOf('available', 'busy', 'away', 'dnd') },
  sync: { what: oneOf('presence', 'ice') },
} as const satisfies Record<string, Shape>;

/** Peer messages must say to whom; only a hang-up may not (the reference sample's client broadcasts it). */
export const CLIENT_SHAPES = {
  ...TO_SERVER,
  ...BOTH,
  ...addressed({ name: lenient(string), target: string }),
  'hang-up': { ...PEER['hang-up'], name: lenient(string), target: lenient(nullable(string)) },
} as const satisfies Record<string, Shape>;

/** Message by type, as a client sends it. */
export type ClientMessages = {
  [T in keyof typeof CLIENT_SHAPES]: { readonly type: T } & Decoded<(typeof CLIENT_SHAPES)[T]>;
};
export type ClientMessage = ClientMessages[keyof ClientMessages];
export type ChosenState = ClientMessages['state']['state'];
