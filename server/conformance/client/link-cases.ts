/** What every client does with its connection. */
import { CLOSE, parseClientMessage } from '../../../src/protocol/index.js';
import { expect } from '../case.js';
import { type ClientCase, rings } from './play.js';

const UNKNOWN = 'A receiver MUST ignore types and fields it does not know.';
/** How long a client that must stay away is watched, and how long one is sent away that may come back. */
const AWAY_MS = 3_000;
/** Two clocks need not agree to the millisecond. */
const CLOCK_MS = 50;

export const SIGN_IN_CASES: readonly ClientCase[] = [
  {
    id: 'client/subprotocol',
    title: 'offers the subprotocol json',
    rule: 'Over WebSocket the client MUST offer the subprotocol `json`',
    advice: "new WebSocket(url, 'json')",
    run: async (stage) => {
      const { person } = await stage.welcome({ isModern: true });
      expect(
        stage.protocolOf(person) === 'json',
        'it does not offer the subprotocol',
        stage.protocolOf(person),
      );
    },
  },
  {
    id: 'client/username',
    title: 'asks for a name after id, and echoes its number',
    rule: 'The client MUST echo it in `username`',
    advice: 'Answer "id" with {"type":"username","name":…,"id":the number,"date":…}.',
    run: async (stage) => {
      const { username, person } = await stage.welcome({ isModern: true });
      expect(
        typeof username.name === 'string' && username.name !== '',
        'the "username" has no name',
        username,
      );
      expect(username.id === stage.session, 'the number is not that of "id"', username);
      const early = person.heard
        .slice(0, person.heard.indexOf(username))
        .find(({ type }) => type !== 'ping' && type !== 'pong');
      expect(early === undefined, 'it said something else before it had a name', early);
    },
  },
  {
    id: 'client/renamed',
    title: 'takes the name that it is given instead',
    rule: 'The name asked for was not granted; `name` is granted instead.',
    advice: 'Take "name" of "rejectusername" for your own from then on.',
    run: async (stage) => {
      const caller = stage.actor('please-answer');
      const rename = (asked: string): string => `${asked.slice(0, 40)} 2`;
      const guest = await stage.welcome({ isModern: true, actors: [caller], rename });
      await rings(guest, caller);
      const other = guest.person.heard.find(
        ({ type, name }) => type !== 'username' && name !== undefined && name !== guest.name,
      );
      expect(other === undefined, 'it speaks under another name', other);
      expect(
        guest.person.heard.filter(({ type }) => type === 'username').length === 1,
        'it asks for a name again',
        guest.person.heard,
      );
    },
  },
  {
    id: 'client/second-id',
    title: 'ignores a second id',
    rule: 'A client MUST ignore a second `id` on one connection.',
    advice: 'Take the first "id" of a connection only.',
    run: async (stage) => {
      const caller = stage.actor('please-answer');
      const guest = await stage.welcome({ isModern: true, actors: [caller] });
      guest.person.say({ type: 'id', id: -1 });
      await rings(guest, caller);
      const wrong = guest.person.heard.find(({ id }) => id === -1);
      expect(wrong === undefined, 'it uses the second number', wrong);
    },
  },
  {
    id: 'client/ignores',
    title: 'ignores what is no message, what does not fit, and what it does not know',
    rule: UNKNOWN,
    advice: 'Check what comes in, drop what you cannot use, and keep the connection.',
    run: async (stage) => {
      const caller = stage.actor('please-answer');
      const guest = await stage.welcome({ isModern: true, actors: [caller] });
      for (const frame of [
        '',
        'null',
        '[]',
        '{}',
        '{"type":7}',
        'no json',
        `${'['.repeat(3_000)}${']'.repeat(3_000)}`,
      ]) {
        guest.person.sayRaw(frame);
      }
      for (const type of [
        'x-conformance',
        'video-offer',
        'video-answer',
        'new-ice-candidate',
        'hang-up',
        'userlist',
        'presence',
        'message',
        'error',
        'session',
      ]) {
        guest.person.say({ type });
        guest.person.say({
          type,
          name: 7,
          sdp: 7,
          candidate: 7,
          users: 7,
          call: 7,
          text: 7,
          epoch: 7,
          resumed: 7,
        });
      }
      await rings(guest, caller, { 'x-field': { one: [1] } });
    },
  },
];

export const LINK_CASES: readonly ClientCase[] = [
  {
    id: 'client-link/messages',
    title: 'has sent nothing so far that is no message of the protocol',
    rule: 'A message is one JSON object in one UTF-8 text frame. It MUST have a non-empty string `type`.',
    advice: 'Compare what you send with the schemas in the package, call-elements/schemas/client.json.',
    run: async (stage) => {
      await stage.welcome({ isModern: true });
      expect(stage.faults.length === 0, 'it sent what is no message', stage.faults);
      for (const message of stage.said) {
        const parsed = parseClientMessage(message);
        expect(parsed.ok, parsed.ok ? '' : parsed.reason, message);
      }
    },
  },
  {
    id: 'client-link/comes-back',
    title: 'connects again when it is cut off, and asks for its name again',
    rule: 'at once; then a random time between 500 ms and min(20 s, 500 ms × 2^attempt), without end',
    advice: 'Connect again after a while when the connection ends with any code but 45xx.',
    isAdvice: true,
    run: async (stage) => {
      const guest = await stage.welcome({ isModern: true });
      guest.person.drop();
      stage.forget();
      const again = await stage.welcome({ isModern: true });
      expect(again.username.name === guest.name, 'it asks for another name', again.username);
    },
  },
  {
    id: 'client-link/goodbye',
    title: 'comes back when a server that ends has said, and not before',
    rule: 'count; a client SHOULD wait this long before it comes back. Servers spread it over clients',
    advice: 'Connect again "reconnectInMs" after "goodbye", whatever the close code is.',
    isAdvice: true,
    run: async (stage) => {
      const guest = await stage.welcome({ isModern: true });
      const startMs = performance.now();
      guest.dismiss(CLOSE.restart, AWAY_MS);
      await stage.welcome({ isModern: true });
      const awayMs = Math.round(performance.now() - startMs);
      expect(awayMs >= AWAY_MS - CLOCK_MS, `it came before ${String(AWAY_MS)} ms were over`, awayMs);
    },
  },
  {
    id: 'client-link/stays-away',
    title: 'does not connect again where it was told to stay away (45xx)',
    rule: 'All of 45xx mean: stay away until a person asks.',
    advice: 'Do not connect again by itself after a close code from 4500 to 4599.',
    run: async (stage) => {
      const guest = await stage.welcome({ isModern: true });
      guest.dismiss(CLOSE.replaced);
      stage.forget();
      await guest.person.end();
      const isBack = await stage.arrival(Math.min(AWAY_MS, stage.timeoutMs)).then(
        () => true,
        () => false,
      );
      expect(!isBack, 'it connected again', 'a connection');
    },
  },
];
