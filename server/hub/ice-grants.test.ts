/** TURN and STUN servers: told with the name, and told again before they are no longer good. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeRoom } from '../../test/support/fake-room.js';
import type { GrantIce } from '../auth/identity.js';

const turn = (username: string): { urls: string[]; username: string; credential: string } => ({
  urls: ['turn:turn.example.com'],
  username,
  credential: 'secret',
});

describe('ICE servers', () => {
  it('come with the session, for whom they are granted to', () => {
    const grantIce: GrantIce = (identity) =>
      identity?.subject === undefined ? undefined : { iceServers: [turn(identity.subject)], ttlMs: 60_000 };
    const authenticate = ({ token }: { token?: string }): { subject?: string } =>
      token === undefined ? {} : { subject: token };
    const room = new FakeRoom({ grantIce, authenticate });
    const { iceServers, iceTtlMs } = room.visitor('naomi', { token: 'u1' }).last('session');
    assert.deepEqual([iceServers, iceTtlMs], [[turn('u1')], 60_000]);
    const anonymous = room.visitor('ruth', {});
    assert.equal('iceServers' in anonymous.last('session'), false);
  });

  it('come again at four fifths of their time, as long as the client is here', () => {
    let count = 0;
    const room = new FakeRoom({ grantIce: () => ({ iceServers: [turn(String(++count))], ttlMs: 60_000 }) });
    const naomi = room.visitor('naomi', {});
    room.pass(47_999);
    assert.equal(naomi.all('session').length, 1);
    room.pass(1);
    assert.deepEqual(naomi.last('session').iceServers, [turn('2')]);
    room.pass(48_000);
    assert.equal(naomi.all('session').length, 3);
    naomi.leave();
    room.pass(1e6);
    room.tick();
    assert.deepEqual([count, ...new Set(Object.values(room.hub.sizes))], [3, 0]);
  });

  it('are nothing for who does not know version 1, also where it asks', () => {
    const room = new FakeRoom({ grantIce: () => ({ iceServers: [turn('x')], ttlMs: 60_000 }) });
    const legacy = room.legacy('legacy');
    legacy.say({ type: 'sync', what: 'ice' });
    room.pass(1e6);
    assert.equal(legacy.texts.join().includes('turn:'), false);
  });

  it('come again when they are asked for, with their time from then on', () => {
    let count = 0;
    const room = new FakeRoom({ grantIce: () => ({ iceServers: [turn(String(++count))], ttlMs: 60_000 }) });
    const naomi = room.visitor('naomi', {});
    naomi.say({ type: 'sync', what: 'ice' });
    assert.deepEqual(naomi.last('session').iceServers, [turn('2')]);
    room.pass(47_999);
    assert.equal(naomi.all('session').length, 2);
    room.pass(1);
    assert.equal(naomi.all('session').length, 3);
  });

  it('without a time are told once', () => {
    const room = new FakeRoom({ grantIce: () => ({ iceServers: [turn('x')] }) });
    const naomi = room.visitor('naomi', {});
    room.pass(1e9);
    assert.equal(naomi.all('session').length, 1);
  });

  it('that cannot be granted are an error, and the client is in all the same', () => {
    const fault = new Error('no secret');
    const room = new FakeRoom({
      grantIce: () => {
        throw fault;
      },
    });
    const naomi = room.visitor('naomi', {});
    assert.deepEqual([naomi.name, naomi.last('error').code, naomi.closed], ['naomi', 'turn-auth', undefined]);
    assert.deepEqual(room.faults, [fault]);
  });
});
