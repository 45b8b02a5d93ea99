/** Who guesses the names of rooms, or tokens of sessions: every answer is the same, and there are few of them. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { AddressLimit, DEFAULT_ADDRESS_OPTIONS } from '../../server/relay/address-limit.js';
import { type FakeClient, FakeRoom } from '../support/fake-room.js';

const GUESSES = 10_000;
const SECRET = 'a room that nobody can guess';

const guess = (): string => randomBytes(12).toString('base64url');

/** What somebody heard, without what is new with every connection. */
const answerTo = (client: FakeClient): string =>
  JSON.stringify([
    client.heard.map((message) => ({ ...message, id: 0, sid: 0, epoch: 0, token: 0, full: 0 })),
    (client.last('presence').full as { name: string }[] | undefined)?.map(({ name }) => name),
    client.closed,
  ]);

/** Each on a connection of its own, which is over before the next. */
function answers(room: FakeRoom, hellos: Iterable<object>): ReadonlySet<string> {
  const heard = new Set<string>();
  for (const hello of hellos) {
    const client = room.connect();
    client.say({ type: 'username', name: 'mallory', hello: { v: 1, caps: ['call', 'presence'], ...hello } });
    room.tick();
    heard.add(answerTo(client));
    client.leave();
    room.tick();
  }
  return heard;
}

const repeat = (make: () => object): readonly object[] => Array.from({ length: GUESSES }, make);

describe('ten thousand guesses', () => {
  it('of the names of rooms all end alone, each in a room as empty as the other, and nobody hears of it', () => {
    const room = new FakeRoom();
    const naomi = room.visitor('naomi', { room: SECRET });
    naomi.forget();
    const heard = answers(
      room,
      repeat(() => ({ room: guess() })),
    );
    assert.equal(heard.size, 1);
    assert.match([...heard].join(), /\["mallory"\]/);
    assert.deepEqual(naomi.heard, []);
    assert.equal(room.hub.sizes.rooms, 1);
  });

  it('of rooms that are not open to somebody do not tell which of them there are', () => {
    const room = new FakeRoom({
      authenticate: ({ token }) => ({ room: token === 'naomi' ? SECRET : 'lobby' }),
    });
    const naomi = room.visitor('naomi', { token: 'naomi' });
    naomi.forget();
    const heard = answers(room, [{ room: SECRET }, ...repeat(() => ({ room: guess() }))]);
    assert.equal(heard.size, 1);
    assert.match([...heard].join(), /"forbidden"/);
    assert.deepEqual(naomi.heard, []);
  });

  it('of tokens are as good as none, as is a right one in another room', () => {
    const room = new FakeRoom();
    const naomi = room.visitor('naomi', { room: SECRET });
    const token = String(naomi.token);
    naomi.forget();
    const resume = (one: string): object => ({ resume: { token: one, seq: 0 } });
    const heard = answers(room, [resume(token), {}, ...repeat(() => resume(guess()))]);
    assert.equal(heard.size, 1);
    assert.match([...heard].join(), /"resumed":false/);
    assert.deepEqual([naomi.heard, naomi.closed], [[], undefined]);
  });

  it('take one address over half an hour, since each needs a connection', () => {
    const limit = new AddressLimit(DEFAULT_ADDRESS_OPTIONS);
    const minutes = 30;
    let made = 0;
    for (let ms = 0; ms < minutes * 60_000; ms += 100) {
      limit.open('192.0.2.1', ms);
      if (limit.admit('192.0.2.1', ms).verdict === 'ok') made += 1;
      limit.close('192.0.2.1');
    }
    assert.ok(made > 0 && made < GUESSES, `${String(made)} were made`);
  });
});
