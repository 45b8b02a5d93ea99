/** One person on several devices: one name, all ring, one answers. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ANSWER_SDP, type FakeClient, FakeRoom, OFFER_SDP } from '../../test/support/fake-room.js';
import type { Authenticate } from '../auth/identity.js';

const authenticate: Authenticate = ({ token }) => (token === undefined ? {} : { subject: token });
const call = { id: 'c1', n: 1, pc: 1 };

interface Home {
  readonly room: FakeRoom;
  readonly phone: FakeClient;
  readonly desktop: FakeClient;
  readonly ruth: FakeClient;
  readonly legacy: FakeClient;
}

function home(): Home {
  const room = new FakeRoom({ authenticate });
  const [phone, desktop] = [
    room.visitor('naomi', { token: 'u1' }),
    room.visitor('somebody', { token: 'u1' }),
  ];
  const [ruth, legacy] = [room.visitor('ruth', {}), room.legacy('legacy')];
  for (const client of [phone, desktop, ruth, legacy]) client.forget();
  return { room, phone, desktop, ruth, legacy };
}

const types = (client: FakeClient): readonly string[] => client.heard.map(({ type }) => type);
const states = (room: FakeRoom): Record<string, unknown> => {
  const watcher = room.modern('watcher');
  watcher.leave();
  const full = watcher.last('presence').full as { sid: string; state: string }[];
  return Object.fromEntries(full.map(({ sid, state }) => [sid, state]));
};

describe('sessions of one subject', () => {
  it('share the name that the first one got, each with an entry of its own', () => {
    const room = new FakeRoom({ authenticate });
    const phone = room.visitor('naomi', { token: 'u1' });
    const desktop = room.visitor('somebody', { token: 'u1' });
    const { name, code, requested } = desktop.last('rejectusername');
    assert.deepEqual([name, code, requested], ['naomi', 'reserved', 'somebody']);
    const full = desktop.last('presence').full as { name: string; sid: string }[];
    assert.deepEqual(
      full.map((user) => [user.name, user.sid]),
      [
        ['naomi', phone.sid],
        ['naomi', desktop.sid],
      ],
    );
    assert.deepEqual(
      room.legacy('old').last('userlist').users,
      ['naomi', 'old'],
      'the base profile has names only',
    );
  });

  it('are no others: somebody unknown, or another subject, gets another name', () => {
    const { room } = home();
    for (const token of [undefined, 'u2']) {
      const client = room.visitor('naomi', token === undefined ? {} : { token });
      assert.equal(client.last('rejectusername').code, 'taken');
      assert.notEqual(client.name, 'naomi');
    }
  });

  it('keep their name while there is more than one, and may have another when one is left', () => {
    const { room, phone, desktop } = home();
    phone.say({ type: 'username', name: 'esther' });
    assert.deepEqual([phone.name, phone.last('rejectusername').code], ['naomi', 'reserved']);
    desktop.leave();
    phone.say({ type: 'username', name: 'esther' });
    room.tick();
    assert.equal(phone.name, 'esther');
    assert.equal(room.visitor('naomi', { token: 'u1' }).name, 'esther');
    assert.equal(room.visitor('naomi', {}).name, 'naomi', 'and the former name is free');
  });

  it('keep their name while one of them is here or comes, and not while all have gone away', () => {
    const room = new FakeRoom({ authenticate });
    const enter = (token: string): FakeClient => room.visitor('naomi', { token, caps: ['resume'] });
    const [phone, desktop] = [enter('u1'), enter('u1')];
    phone.leave('leaving');
    const stranger = enter('u2');
    assert.equal(stranger.last('rejectusername').code, 'taken', 'the desktop is here');
    stranger.leave();
    desktop.leave('leaving');
    const tablet = enter('u1');
    assert.deepEqual([tablet.name, tablet.all('rejectusername')], ['naomi', []]);
    tablet.leave('leaving');
    assert.equal(enter('u2').name, 'naomi');
    assert.equal(enter('u1').last('rejectusername').code, 'taken');
  });

  it('in different rooms have nothing to do with each other', () => {
    const room = new FakeRoom({ authenticate });
    const [red, blue] = ['red', 'blue'].map((name) => room.visitor(name, { token: 'u1', room: name }));
    assert.deepEqual([red?.name, blue?.name], ['red', 'blue']);
  });

  it('leave nothing behind', () => {
    const { room, phone, desktop, ruth, legacy } = home();
    ruth.say({ type: 'video-offer', target: 'naomi', sdp: OFFER_SDP, call });
    for (const client of [phone, desktop, ruth, legacy]) client.leave();
    room.tick();
    assert.deepEqual(new Set(Object.values(room.hub.sizes)), new Set([0]));
  });
});

describe('what is said to a name', () => {
  it('goes to all its sessions, and what one of them says privately to the others too', () => {
    const { phone, desktop, ruth } = home();
    ruth.say({ type: 'message', text: 'hi', target: 'naomi' });
    phone.say({ type: 'message', text: 'hello', target: 'ruth' });
    for (const client of [phone, desktop, ruth]) {
      assert.deepEqual(
        client.all('message').map(({ text }) => text),
        ['hi', 'hello'],
      );
    }
  });

  it('with `toSid` goes to that session alone, and to nobody where it is not of that name', () => {
    const { phone, desktop, ruth } = home();
    ruth.say({ type: 'call-accept', target: 'naomi', call, toSid: desktop.sid });
    assert.deepEqual([types(phone), types(desktop)], [[], ['call-accept']]);
    for (const toSid of [ruth.sid, 'nobody']) {
      ruth.say({ type: 'video-offer', target: 'naomi', sdp: OFFER_SDP, call, toSid });
      assert.equal(ruth.last('error').code, 'peer-unavailable');
    }
    assert.deepEqual([types(phone), types(desktop)], [[], ['call-accept']]);
  });
});

describe('a call to somebody with two devices', () => {
  const ring = ({ ruth }: Home): void =>
    ruth.say({ type: 'video-offer', target: 'naomi', sdp: OFFER_SDP, call });

  it('rings both; who answers is in it, and the other is free', () => {
    const there = home();
    const { room, phone, desktop, ruth } = there;
    ring(there);
    assert.deepEqual([types(phone), types(desktop)], [['video-offer'], ['video-offer']]);
    desktop.say({ type: 'video-answer', target: 'ruth', sdp: ANSWER_SDP, call, toSid: ruth.sid });
    assert.equal(ruth.last('video-answer').sid, desktop.sid);
    room.tick();
    const now = states(room);
    assert.deepEqual([now[phone.sid], now[desktop.sid], now[ruth.sid]], ['available', 'in-call', 'in-call']);
    ruth.say({ type: 'call-select', target: 'naomi', call, sid: desktop.sid });
    assert.equal(phone.last('call-select').sid, desktop.sid);
  });

  it('goes on ringing where a device only falls away, and is refused with the last one', () => {
    const there = home();
    const { phone, desktop, ruth } = there;
    ring(there);
    phone.say({ type: 'hang-up', target: 'ruth', call: { id: 'c1' }, reason: 'peer-left' });
    assert.deepEqual(types(ruth), []);
    desktop.say({ type: 'hang-up', target: 'ruth', call: { id: 'c1' }, reason: 'no-answer' });
    assert.equal(ruth.last('hang-up').reason, 'no-answer');
  });

  it('keeps no hang-up for somebody else, or of another call, from its way', () => {
    const there = home();
    const { room, phone, desktop, ruth } = there;
    const boaz = room.visitor('boaz', {});
    ring(there);
    phone.say({ type: 'hang-up', target: 'boaz', call: { id: 'c0' }, reason: 'no-answer' });
    assert.equal(boaz.last('hang-up').reason, 'no-answer');
    phone.say({ type: 'hang-up', target: 'ruth', call: { id: 'c0' }, reason: 'ended' });
    assert.equal(ruth.last('hang-up').reason, 'ended');
    ruth.forget();
    desktop.say({ type: 'hang-up', target: 'ruth', call, reason: 'peer-left' });
    assert.deepEqual(types(ruth), [], 'the phone still rings');
  });

  it('is over for all where one declines', () => {
    const there = home();
    const { phone, desktop, ruth } = there;
    ring(there);
    phone.say({ type: 'hang-up', target: 'ruth', call: { id: 'c1' }, reason: 'declined' });
    assert.deepEqual([ruth.last('hang-up').reason, ruth.last('hang-up').sid], ['declined', phone.sid]);
    desktop.say({ type: 'video-answer', target: 'ruth', sdp: ANSWER_SDP, call });
    assert.equal(states(there.room)[desktop.sid], 'available');
  });

  it('that rings too often rings none of them', () => {
    const there = home();
    const { phone, desktop, ruth } = there;
    for (let n = 0; n < 7; n++)
      ruth.say({ type: 'video-offer', target: 'naomi', sdp: OFFER_SDP, call: { id: `c${String(n)}` } });
    assert.equal(ruth.last('error').code, 'rate-limited');
    assert.deepEqual([phone.heard.length, desktop.heard.length], [6, 6]);
  });
});

describe('a person with very many devices', () => {
  const crowd = (room: FakeRoom): readonly FakeClient[] =>
    Array.from({ length: 70 }, () => room.visitor('naomi', { token: 'u1' }));
  const ringing = (devices: readonly FakeClient[]): readonly number[] =>
    devices.flatMap((one, at) => (one.all('video-offer').length > 0 ? [at] : []));
  const offer = (n: number): object => ({
    ...{ type: 'video-offer', target: 'naomi', sdp: OFFER_SDP },
    call: { id: 'c1', n, pc: 1 },
  });

  it('is rung on the latest 64 of them: what one call costs and keeps is bounded', () => {
    const room = new FakeRoom({ authenticate });
    const devices = crowd(room);
    room.visitor('ruth', {}).say(offer(1));
    assert.deepEqual(
      ringing(devices),
      Array.from({ length: 64 }, (_, at) => at + 6),
    );
  });

  it('hears later offers of a call on the one that answered, wherever it stands', () => {
    const room = new FakeRoom({ authenticate });
    const phone = room.visitor('naomi', { token: 'u1' });
    const ruth = room.visitor('ruth', {});
    ruth.say(offer(1));
    phone.say({ type: 'video-answer', target: 'ruth', sdp: ANSWER_SDP, call });
    crowd(room);
    phone.forget();
    ruth.say(offer(2));
    assert.equal(phone.all('video-offer').length, 1);
  });
});

describe('a caller of the base profile, who knows of no devices,', () => {
  const ring = ({ legacy }: Home): void =>
    legacy.say({ type: 'video-offer', target: 'naomi', sdp: OFFER_SDP });

  it('need not tell the others that one has answered or declined', () => {
    for (const said of [
      { type: 'video-answer', sdp: ANSWER_SDP },
      { type: 'hang-up', reason: 'declined' },
    ]) {
      const there = home();
      ring(there);
      there.phone.say({ ...said, target: 'legacy' });
      const { name, reason, sid } = there.desktop.last('hang-up');
      assert.deepEqual([name, reason, sid], ['legacy', 'answered-elsewhere', there.legacy.sid]);
      assert.deepEqual(there.phone.all('hang-up'), []);
    }
  });

  it('then talks to the one that answered', () => {
    const there = home();
    ring(there);
    there.phone.say({ type: 'video-answer', target: 'legacy', sdp: ANSWER_SDP });
    there.desktop.forget();
    there.legacy.say({ type: 'new-ice-candidate', target: 'naomi', candidate: { candidate: 'x' } });
    there.legacy.say({ type: 'hang-up', target: null });
    assert.deepEqual(types(there.desktop), []);
    assert.deepEqual(types(there.phone), ['video-offer', 'new-ice-candidate', 'hang-up']);
  });

  it('ends the ringing everywhere by hanging up', () => {
    const there = home();
    ring(there);
    there.legacy.say({ type: 'hang-up', target: null });
    assert.deepEqual([there.phone, there.desktop].map(types), [
      ['video-offer', 'hang-up'],
      ['video-offer', 'hang-up'],
    ]);
  });
});
