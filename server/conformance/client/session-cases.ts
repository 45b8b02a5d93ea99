/** What a client does with what `session` brings: TURN servers, and how long it is taken for who it is. */
import { randomBytes } from 'node:crypto';
import { CLOSE, countsFromClient } from '../../../src/protocol/index.js';
import { NotOffered, expect } from '../case.js';
import type { Heard } from '../participant.js';
import { type ClientCase, callsOut, isBusy, ofCall, rings } from './play.js';
import type { Guest } from './stage.js';

const LONG_MS = 3_600_000;
/** A client fetches the newer one when most of it is over: what is left must do on a busy machine. */
const PROOF_MS = 10_000;

const proofIn = ({ hello }: Heard): unknown => (hello as { readonly token?: unknown } | undefined)?.token;

/** What it shows to prove who it is; a client that has nothing cannot be tested. */
function proofOf({ username }: Guest): string {
  const proof = proofIn(username);
  if (typeof proof !== 'string') throw new NotOffered('it brings no token');
  return proof;
}

export const SESSION_CASES: readonly ClientCase[] = [
  {
    id: 'client-session/ice',
    title: 'uses the TURN servers that it is given, by the login that came with them',
    rule: "list of `{urls: string[], username?, credential?}`; used beside the page's own",
    advice: 'Hand "iceServers" of "session" to new RTCPeerConnection.',
    run: async (stage) => {
      const turn = await stage.turn();
      const session = { iceServers: [turn.server('first')], iceTtlMs: LONG_MS };
      const guest = await stage.welcome({ isModern: true, session });
      await callsOut(guest, stage.actor('please-call-me'));
      await turn.used('first', stage.timeoutMs);
    },
  },
  {
    id: 'client-session/ice-renewed',
    title: 'uses newer ones once it has them',
    rule: 'A client MUST use these for the connections it makes from then on',
    advice: 'Keep the "iceServers" of the last "session" that had some.',
    run: async (stage) => {
      const turn = await stage.turn();
      const session = { iceServers: [turn.server('former')], iceTtlMs: LONG_MS };
      const guest = await stage.welcome({ isModern: true, session });
      guest.tellSession({ iceServers: [turn.server('newer')], iceTtlMs: LONG_MS });
      await callsOut(guest, stage.actor('please-call-me'));
      await turn.used('newer', stage.timeoutMs);
    },
  },
  {
    id: 'client-session/proof',
    title: 'brings a newer token before the last one is over, under the name it has',
    rule: 'Before that the client SHOULD send `username` again, with its present name and a newer `hello.token`',
    advice: 'Fetch a token when most of "authTtlMs" has passed, and send "username" with it.',
    isAdvice: true,
    run: async (stage) => {
      const guest = await stage.welcome({ isModern: true, session: { authTtlMs: PROOF_MS } });
      const proof = proofOf(guest);
      const again = await guest.person.next(
        'a "username" with a newer token',
        (message) =>
          message.type === 'username' && typeof proofIn(message) === 'string' && proofIn(message) !== proof,
        0,
        PROOF_MS,
      );
      guest.tellSession({ authTtlMs: LONG_MS });
      expect(again.name === guest.name, 'it asks for another name', again);
    },
  },
  {
    id: 'client-session/expired',
    title: 'comes back with another token where the last one has expired',
    rule: 'the token was valid: the client SHOULD come back with a new one',
    advice: 'Fetch a token for each connection, and connect again after 4401.',
    isAdvice: true,
    run: async (stage) => {
      const guest = await stage.welcome({ isModern: true });
      const proof = proofOf(guest);
      guest.person.say({ type: 'error', code: 'token-expired', re: 'username', fatal: true });
      guest.person.close(CLOSE.tokenExpired);
      const again = await stage.welcome({ isModern: true });
      expect(proofOf(again) !== proof, 'it comes back with the token that has expired', again.username);
    },
  },
];

const freshToken = (): string => randomBytes(16).toString('base64url');

/** How many of its messages a server has got that counts. */
const countedIn = ({ person: { heard } }: Guest): number =>
  heard.filter(({ type }) => countsFromClient(type)).length;

/** What it says of the session that it would like to have again. */
const resumeIn = ({ username }: Guest): unknown =>
  (username.hello as { readonly resume?: unknown } | undefined)?.resume;

export const RESUME_CASES: readonly ClientCase[] = [
  {
    id: 'client-resume/token',
    title: 'asks for its session by the token it has, and says how much it has got',
    rule: '`resume` asks for the session that the client had on an earlier connection: `token` is the last one it was given',
    advice: 'Keep "token" of the last "session" that had one, and count what is counted.',
    run: async (stage) => {
      const token = freshToken();
      const guest = await stage.welcome({ isModern: true, session: { token, seq: 0 } });
      for (const n of [1, 2, 3]) guest.person.say({ type: 'x-conformance', n });
      // Nothing of this counts, and none of it is another token.
      guest.tellSession({ authTtlMs: LONG_MS });
      guest.tellList([]);
      guest.person.say({ type: 'ping', t: 1 });
      await guest.person.nextOf('pong');
      guest.person.drop();
      const again = await stage.welcome({ isModern: true, session: { token: freshToken(), seq: 0 } });
      const asked = resumeIn(again) as { readonly token?: unknown; readonly seq?: unknown } | undefined;
      expect(asked?.token === token, 'it does not ask for its session by the token', again.username);
      expect(asked.seq === 3, 'it does not say that it has got three messages', asked);
    },
  },
  {
    id: 'client-resume/again',
    title: 'sends again what the server has not got, and nothing else',
    rule: 'When a session is resumed both send exactly what the other end lacks, in order.',
    advice: 'Keep what you send until the server says in "seq" that it has it; send what is above it again.',
    run: async (stage) => {
      const [got, lost, last] = [stage.actor('please-wait'), stage.actor('please-wait'), stage.actor('busy')];
      const actors = [got, lost, last];
      const guest = await stage.welcome({ isModern: true, actors, session: { token: freshToken(), seq: 0 } });
      const id = await rings(guest, got);
      guest.hear(got, { type: 'hang-up', call: { id }, reason: 'cancelled' });
      const lostId = await rings(guest, lost);
      const seq = countedIn(guest) - 1;
      guest.person.drop();
      const session = { resumed: true, token: freshToken(), seq };
      const again = await stage.welcome({ isModern: true, actors, session });
      again.noteCall(lost.name, lostId);
      const ringing = await again.said('call-ringing', lost);
      expect(ofCall(ringing).id === lostId, 'it is about another call', ringing);
      await isBusy(again, last);
      again.person.neverHeard('what the server has got', ({ target }) => target === got.name);
    },
  },
];
