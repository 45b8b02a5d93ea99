/** Who is let in: whoever vouches for clients is asked, waited for within bounds, and believed. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CLOSE } from '../../src/protocol/index.js';
import { type FakeClient, FakeRoom, OFFER_SDP } from '../../test/support/fake-room.js';
import { AdmissionError, type Authenticate, type Credentials, type Identity } from '../auth/identity.js';

/** Whoever vouches for clients, in the test's hand: keeps the questions, and answers when told. */
class Voucher {
  readonly asked: Credentials[] = [];
  readonly signals: AbortSignal[] = [];
  readonly #answers: { resolve: (identity: Identity) => void; reject: (error: unknown) => void }[] = [];

  readonly authenticate: Authenticate = (credentials, signal) => {
    this.asked.push(credentials);
    this.signals.push(signal);
    return new Promise((resolve, reject) => this.#answers.push({ resolve, reject }));
  };

  async admit(room: FakeRoom, identity: Identity = {}): Promise<void> {
    this.#answers.shift()?.resolve(identity);
    await settle(room);
  }

  async refuse(room: FakeRoom, error: unknown): Promise<void> {
    this.#answers.shift()?.reject(error);
    await settle(room);
  }
}

/** Lets the promises run, and what the hub does about them. */
async function settle(room: FakeRoom): Promise<void> {
  await new Promise(setImmediate);
  room.pass(0);
  room.tick();
}

function lobby(): { room: FakeRoom; voucher: Voucher } {
  const voucher = new Voucher();
  return { room: new FakeRoom({ authenticate: voucher.authenticate }), voucher };
}

const admitting = (identityOf: (credentials: Credentials) => Identity): FakeRoom =>
  new FakeRoom({ authenticate: identityOf });

const isOut = (client: FakeClient, code: string, close: number): void => {
  const error = client.last('error');
  assert.deepEqual([error.code, error.re, error.fatal], [code, 'username', true]);
  assert.deepEqual([client.name, client.closed?.code], ['', close]);
};

describe('a client that asks for a name', () => {
  it('is nobody until it is known who it is, and nothing else of it counts', async () => {
    const { room, voucher } = lobby();
    const ruth = room.visitor('ruth', { token: 'r' });
    await voucher.admit(room);
    ruth.forget();
    const naomi = room.visitor('naomi', { token: 't', room: '' });
    assert.deepEqual(voucher.asked.at(-1), { name: 'naomi', token: 't', room: '' });
    for (const message of [
      { type: 'message', text: 'hi' },
      { type: 'video-offer', target: 'ruth', sdp: OFFER_SDP },
      { type: 'username', name: 'esther' },
    ]) {
      naomi.say(message);
      assert.deepEqual([naomi.last('error').code, naomi.last('error').re], ['bad-request', message.type]);
    }
    naomi.say({ type: 'ping' });
    assert.equal(naomi.all('pong').length, 1);
    assert.deepEqual([ruth.heard, naomi.name, room.hub.sizes.asking], [[], '', 1]);
    await voucher.admit(room);
    assert.equal(naomi.name, 'naomi');
    assert.equal((ruth.last('presence').join as unknown[]).length, 1);
    assert.deepEqual([voucher.asked.length, room.hub.sizes.asking], [2, 0]);
  });

  it('is not let in when it is refused, and hears why', async () => {
    for (const [code, close] of [
      ['unauthorized', CLOSE.banned],
      ['forbidden', CLOSE.banned],
      ['token-expired', CLOSE.tokenExpired],
      ['unavailable', CLOSE.overload],
    ] as const) {
      const { room, voucher } = lobby();
      const naomi = room.visitor('naomi', { token: 't' });
      await voucher.refuse(room, new AdmissionError(code, 'Because.'));
      isOut(naomi, code, close);
      assert.equal(naomi.last('error').message, 'Because.');
      assert.deepEqual(room.faults, []);
    }
  });

  it('is not let in when asking fails in any other way; what went wrong is the operator’s to know', async () => {
    const { room, voucher } = lobby();
    const naomi = room.visitor('naomi', { token: 't' });
    const fault = new Error('secret database password');
    await voucher.refuse(room, fault);
    isOut(naomi, 'unavailable', CLOSE.overload);
    assert.doesNotMatch(naomi.texts.join(), /secret/);
    assert.deepEqual(room.faults, [fault]);
    const thrown = new FakeRoom({
      authenticate: () => {
        throw fault;
      },
    });
    isOut(thrown.visitor('naomi', {}), 'unavailable', CLOSE.overload);
  });

  it('is not let in when nobody answers in time, nor by an answer that comes later', async () => {
    const { room, voucher } = lobby();
    const naomi = room.visitor('naomi', { token: 't' });
    room.pass(2_999);
    assert.equal(naomi.closed, undefined);
    room.pass(1);
    isOut(naomi, 'unavailable', CLOSE.overload);
    assert.equal(voucher.signals[0]?.aborted, true);
    await voucher.admit(room);
    assert.deepEqual([naomi.name, room.hub.sizes.names], ['', 0]);
  });

  it('and leaves meanwhile is asked about no longer', async () => {
    const { room, voucher } = lobby();
    const naomi = room.visitor('naomi', { token: 't' });
    naomi.leave();
    assert.equal(voucher.signals[0]?.aborted, true);
    await voucher.admit(room);
    assert.deepEqual(new Set(Object.values(room.hub.sizes)), new Set([0]));
  });

  it('without a hello is asked about with no token, and let in only if that is enough', () => {
    const strict = admitting(({ token }) => {
      if (token === undefined) throw new AdmissionError('unauthorized', 'Sign in first.');
      return {};
    });
    isOut(strict.legacy('naomi'), 'unauthorized', CLOSE.banned);
    assert.equal(admitting(() => ({})).legacy('naomi').name, 'naomi');
  });
});

describe('what is known of a client', () => {
  it('is its name, whatever it asks for, now and later', () => {
    const room = admitting(() => ({ name: 'naomi' }));
    const client = room.visitor('boss', {});
    const { name, code, requested } = client.last('rejectusername');
    assert.deepEqual([name, code, requested], ['naomi', 'reserved', 'boss']);
    client.say({ type: 'username', name: 'boss' });
    assert.equal(client.name, 'naomi');
    const second = room.visitor('naomi', {});
    assert.equal(second.last('rejectusername').code, 'taken', 'without a subject it is another person');
    const given = second.name;
    second.say({ type: 'username', name: given, hello: { v: 1, token: 'newer' } });
    assert.equal(second.name, given, 'and a newer token does not change that');
  });

  it('is its only room, asked for or not; another one is forbidden', () => {
    const room = admitting(() => ({ room: 'red' }));
    const naomi = room.visitor('naomi', {});
    const ruth = room.visitor('ruth', { room: 'red' });
    naomi.say({ type: 'message', text: 'hi', target: 'ruth' });
    assert.equal(ruth.last('message').text, 'hi');
    for (const other of ['blue', '', 'Red'])
      isOut(room.visitor('x', { room: other }), 'forbidden', CLOSE.banned);
    assert.equal(room.hub.sizes.rooms, 1);
  });

  it('holds until it expires, if no newer token comes', () => {
    const room = admitting(({ token }) => ({ expiresAtMs: 1_700_000_000_000 + Number(token) }));
    const naomi = room.visitor('naomi', { token: '61000' });
    assert.equal(naomi.last('session').authTtlMs, 60_000);
    room.pass(40_000);
    naomi.say({ type: 'username', name: 'naomi', hello: { v: 1, token: '91000' } });
    const { authTtlMs, token } = naomi.last('session');
    assert.deepEqual([authTtlMs, token], [50_000, undefined]);
    room.pass(49_999);
    assert.deepEqual(naomi.all('error'), []);
    room.pass(1);
    const { code, fatal } = naomi.last('error');
    assert.deepEqual([code, fatal, naomi.closed?.code], ['token-expired', true, CLOSE.tokenExpired]);
    isOut(room.visitor('ruth', { token: '91000' }), 'token-expired', CLOSE.tokenExpired);
    room.tick();
    assert.deepEqual(new Set(Object.values(room.hub.sizes)), new Set([0]));
  });

  it('that has expired ends no session of a client that comes back in time with a better token', () => {
    const room = admitting(({ name, token }) => ({
      subject: name,
      expiresAtMs: 1_700_000_000_000 + Number(token),
    }));
    const caps = ['call', 'resume'];
    const naomi = room.connect();
    naomi.say({ type: 'username', name: 'naomi', hello: { v: 1, caps, token: '5000' } });
    const ruth = room.visitor('ruth', { token: '9e9' });
    room.pass(4_000);
    room.tick();
    assert.equal(naomi.closed?.code, CLOSE.tokenExpired);
    assert.deepEqual(ruth.last('presence').change, [{ sid: naomi.sid, state: 'reconnecting' }]);
    const back = room.connect();
    const resume = { token: naomi.last('session').token, seq: 0 };
    back.say({ type: 'username', name: 'naomi', hello: { v: 1, caps, token: '9e9', resume } });
    assert.deepEqual([back.last('session').resumed, back.sid], [true, naomi.sid]);
  });

  it('that has expired is the last of what counts: nothing more is heard on that connection', () => {
    const room = admitting(({ name, token }) => ({
      subject: name,
      expiresAtMs: 1_700_000_000_000 + Number(token),
    }));
    const naomi = room.connect();
    naomi.say({ type: 'username', name: 'naomi', hello: { v: 1, caps: ['resume'], token: '5000' } });
    const ruth = room.visitor('ruth', { token: '9e9' });
    room.pass(4_000);
    naomi.say({ type: 'message', text: 'still here', target: 'ruth' });
    assert.deepEqual(ruth.all('message'), []);
  });

  it('that expires while its client is away is no news to one that is back with a better token', () => {
    const room = admitting(({ name, token }) => ({
      subject: name,
      expiresAtMs: 1_700_000_000_000 + Number(token),
    }));
    const caps = ['resume'];
    const naomi = room.connect();
    naomi.say({ type: 'username', name: 'naomi', hello: { v: 1, caps, token: '5000' } });
    naomi.leave('lost');
    room.pass(10_000);
    const back = room.connect();
    const resume = { token: naomi.last('session').token, seq: 0 };
    back.say({ type: 'username', name: 'naomi', hello: { v: 1, caps, token: '9e9', resume } });
    assert.equal(back.last('session').resumed, true);
    assert.deepEqual(back.all('error'), []);
  });

  it('is no matter of a legacy client’s: it is told of no session', () => {
    const room = admitting(() => ({ expiresAtMs: 1e15 }));
    const naomi = room.legacy('naomi');
    naomi.say({ type: 'username', name: 'nao' });
    assert.deepEqual([naomi.name, naomi.all('session')], ['nao', []]);
  });

  it('may be said by any kind of promise, and never is one', () => {
    const later = { then: (say: (identity: Identity) => void) => setImmediate(say, { name: 'Naomi' }) };
    const room = new FakeRoom({ authenticate: () => later as unknown as Promise<Identity> });
    const naomi = room.visitor('mallory', {});
    assert.deepEqual([naomi.name, room.hub.sizes.asking], ['', 1]);
  });

  it('may be good for longer than any timer', () => {
    const room = admitting(() => ({ expiresAtMs: 1e15 }));
    const naomi = room.visitor('naomi', {});
    room.pass(60 * 24 * 3_600_000);
    assert.equal(naomi.closed, undefined);
  });

  it('does not become somebody else, or elsewhere, by another token', () => {
    for (const later of [{ subject: 'u2' }, { subject: 'u1', room: 'blue' }, {}]) {
      let identity: Identity = { subject: 'u1' };
      const room = admitting(() => identity);
      const naomi = room.visitor('naomi', {});
      identity = later;
      naomi.say({ type: 'username', name: 'naomi', hello: { v: 1, token: 't2' } });
      assert.deepEqual([naomi.last('error').code, naomi.closed?.code], ['forbidden', CLOSE.banned]);
    }
  });

  it('holds as long as before when a newer token is no good, and ends with one of somebody who is not wanted', () => {
    for (const [code, close] of [
      ['unauthorized', undefined],
      ['token-expired', undefined],
      ['unavailable', undefined],
      ['forbidden', CLOSE.banned],
    ] as const) {
      const room = admitting(({ token }) => {
        if (token === 'bad') throw new AdmissionError(code, 'Because.');
        return { subject: 'u1', expiresAtMs: 1_700_000_000_000 + 61_000 };
      });
      const naomi = room.visitor('naomi', { token: 'good' });
      naomi.say({ type: 'username', name: 'naomi', hello: { v: 1, token: 'bad' } });
      const { fatal, message } = naomi.last('error');
      assert.deepEqual([naomi.last('error').code, message], [code, 'Because.']);
      assert.deepEqual([fatal ?? false, naomi.closed?.code], [close !== undefined, close]);
      if (close !== undefined) continue;
      const ruth = room.visitor('ruth', { token: 'good' });
      naomi.say({ type: 'message', text: 'still here', target: ruth.name });
      assert.equal(ruth.last('message').text, 'still here');
      room.pass(60_000);
      assert.deepEqual([naomi.last('error').code, naomi.closed?.code], ['token-expired', CLOSE.tokenExpired]);
    }
  });

  it('is not shortened by a newer token that is over when it is shown', () => {
    const room = admitting(({ token }) => ({ expiresAtMs: 1_700_000_000_000 + Number(token) }));
    const naomi = room.visitor('naomi', { token: '61000' });
    naomi.say({ type: 'username', name: 'naomi', hello: { v: 1, token: '-1' } });
    assert.deepEqual([naomi.last('error').code, naomi.last('error').fatal], ['token-expired', undefined]);
    room.pass(59_999);
    assert.equal(naomi.all('error').length, 1);
    room.pass(1);
    assert.equal(naomi.closed?.code, CLOSE.tokenExpired);
  });

  it('is whom a session is given back to: a resume token in other hands is as good as none', () => {
    const room = admitting(({ token = '' }) => ({ subject: token }));
    const naomi = room.visitor('naomi', { token: 'u1' });
    const resume = { token: naomi.last('session').token, seq: 0 };
    const thief = room.connect();
    thief.say({ type: 'username', name: 'naomi', hello: { v: 1, token: 'u2', resume } });
    assert.deepEqual([naomi.closed, thief.last('session').resumed], [undefined, false]);
    const back = room.connect();
    back.say({ type: 'username', name: 'naomi', hello: { v: 1, token: 'u1', resume } });
    assert.deepEqual([back.last('session').resumed, naomi.closed?.code], [true, CLOSE.replaced]);
  });

  it('may become another role: lists follow', () => {
    let role: 'agent' | 'visitor' = 'visitor';
    const room = new FakeRoom({ presence: 'agents', authenticate: () => ({ role }) });
    const [naomi, ruth] = [room.visitor('naomi', {}), room.visitor('ruth', {})];
    role = 'agent';
    naomi.say({ type: 'username', name: 'naomi', hello: { v: 1, token: 't2' } });
    room.tick();
    assert.equal((naomi.last('presence').full as unknown[]).length, 2);
    assert.equal((ruth.last('presence').join as unknown[]).length, 1);
    role = 'visitor';
    naomi.say({ type: 'username', name: 'naomi', hello: { v: 1, token: 't3' } });
    room.tick();
    assert.equal((naomi.last('presence').full as unknown[]).length, 1);
    assert.deepEqual(ruth.last('presence').leave, [naomi.sid]);
  });
});
