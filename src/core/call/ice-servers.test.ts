/** Whose STUN and TURN servers a call has, and how others are asked for. */
import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { FakeClock } from '../../testing/fake-clock.js';
import { IceServers } from './ice-servers.js';

const turn = (credential: string) => ({ urls: ['turn:t.example'], username: 'u', credential });

void describe('the servers of a call', () => {
  let clock: FakeClock;
  let asked: number;
  let errors: string[];
  let servers: IceServers;
  const renewed = (): { isDone: boolean } => {
    const state = { isDone: false };
    void servers.renew().then(() => (state.isDone = true));
    return state;
  };
  const rest = async (): Promise<void> => {
    for (let turns = 0; turns < 4; turns += 1) await Promise.resolve();
  };
  beforeEach(() => {
    clock = new FakeClock();
    asked = 0;
    errors = [];
    servers = new IceServers({
      clock,
      own: () => [{ urls: 'stun:s.example' }],
      ask: () => (asked += 1),
      report: ({ code, detail, message }) => errors.push(`${code} ${String(detail)}: ${message}`),
    });
  });

  void it('are the page’s, and those that the server named last', () => {
    servers.take([turn('a')]);
    servers.take([turn('b')]);
    assert.deepEqual(servers.all, [{ urls: 'stun:s.example' }, turn('b')]);
  });

  void it('are those that a browser takes; of any other it is said once what is wrong', () => {
    const nameless = { urls: ['turn:t.example'] };
    servers.take([nameless, turn('a')]);
    assert.deepEqual(servers.all, [{ urls: 'stun:s.example' }, turn('a')]);
    assert.deepEqual(servers.all.length, 2);
    assert.equal(errors.length, 1);
    assert.match(errors[0] ?? '', /^invalid-argument iceServers: .*without "username" and "credential"/);
  });

  void it('are asked for once, until the server names others', async () => {
    servers.take([turn('a')]);
    const state = renewed();
    await rest();
    assert.deepEqual([asked, state.isDone], [1, false]);
    servers.take([turn('b')]);
    await rest();
    assert.deepEqual([state.isDone, clock.pending], [true, 0]);
  });

  void it('are not waited for longer than three seconds', async () => {
    servers.take([turn('a')]);
    const state = renewed();
    clock.advance(3_000);
    await rest();
    assert.equal(state.isDone, true);
  });

  void it('are not asked for where the server has named none', async () => {
    const state = renewed();
    await rest();
    assert.deepEqual([asked, state.isDone], [0, true]);
  });
});
