import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeRoom } from '../../test/support/fake-room.js';

describe('presence', () => {
  it('greets a client of version 1 with the whole list, itself in it, at the next tick', () => {
    const room = new FakeRoom();
    const naomi = room.modern('naomi');
    const ruth = room.modern('ruth', ['call']);
    const { epoch, full, v } = ruth.last('presence');
    assert.equal(typeof epoch, 'string');
    assert.equal(v, 2);
    assert.deepEqual(full, [
      { name: 'naomi', sid: naomi.sid, caps: ['call', 'presence'], state: 'available' },
      { name: 'ruth', sid: ruth.sid, caps: ['call'], state: 'available' },
    ]);
    assert.equal(ruth.all('userlist').length, 0);
  });

  it('tells the others only what changed, as a delta on the last version', () => {
    const room = new FakeRoom();
    const naomi = room.modern('naomi');
    const before = naomi.last('presence').v;
    const ruth = room.modern('ruth');
    assert.deepEqual(naomi.last('presence'), {
      type: 'presence',
      epoch: naomi.all('presence')[0]?.epoch,
      v: 2,
      prev: before,
      join: [{ name: 'ruth', sid: ruth.sid, caps: ['call', 'presence'], state: 'available' }],
    });
    ruth.leave();
    room.tick();
    assert.deepEqual(naomi.last('presence').leave, [ruth.sid]);
  });

  it('sends full lists of names to clients of the base profile, and never a presence', () => {
    const room = new FakeRoom();
    const naomi = room.legacy('naomi');
    room.modern('ruth');
    assert.deepEqual(
      naomi.all('userlist').map(({ users }) => users),
      [['naomi'], ['naomi', 'ruth']],
    );
    assert.equal(naomi.all('presence').length, 0);
  });

  it('lists a client of the base profile without capabilities', () => {
    const room = new FakeRoom();
    const naomi = room.legacy('naomi');
    const ruth = room.modern('ruth');
    const full = ruth.last('presence').full as object[];
    assert.deepEqual(full[0], { name: 'naomi', sid: naomi.sid, state: 'available' });
  });

  it('gathers all changes of a tick into one frame', () => {
    const room = new FakeRoom();
    const naomi = room.modern('naomi');
    naomi.forget();
    for (let i = 0; i < 20; i++) room.connect().say({ type: 'username', name: `u${String(i)}` });
    assert.equal(naomi.heard.length, 0, 'nothing before the tick');
    assert.equal(room.ticksWanted, 1, 'one tick asked for');
    room.tick();
    assert.equal(naomi.heard.length, 1);
    assert.equal((naomi.last('presence').join as unknown[]).length, 20);
  });

  it('builds one frame for all, and one list for all newcomers', () => {
    const room = new FakeRoom();
    const [naomi, ruth] = [room.modern('naomi'), room.modern('ruth')];
    naomi.forget();
    ruth.forget();
    const newcomers = ['a', 'b', 'c'].map((name) => {
      const client = room.connect();
      client.say({ type: 'username', name, hello: { v: 1 } });
      client.forget();
      return client;
    });
    room.tick();
    assert.equal(naomi.texts[0], ruth.texts[0]);
    const [first, ...rest] = newcomers.map(({ texts }) => texts);
    assert.equal(first?.length, 1, 'a newcomer hears the list and no delta');
    for (const texts of rest) assert.deepEqual(texts, first);
  });

  it('does not lose a name that leaves and comes back between two ticks', () => {
    const room = new FakeRoom();
    const naomi = room.modern('naomi');
    const ruth = room.modern('ruth');
    naomi.forget();
    ruth.leave();
    const again = room.connect();
    again.say({ type: 'username', name: 'ruth' });
    room.tick();
    const { join, leave } = naomi.last('presence');
    assert.deepEqual(leave, [ruth.sid]);
    assert.deepEqual(join, [{ name: 'ruth', sid: again.sid, state: 'available' }]);
  });

  it('keeps quiet about who came and went within a tick', () => {
    const room = new FakeRoom();
    const naomi = room.modern('naomi');
    naomi.forget();
    const ghost = room.connect();
    ghost.say({ type: 'username', name: 'ghost' });
    ghost.leave();
    ghost.forget();
    room.tick();
    assert.deepEqual(naomi.heard, []);
    assert.deepEqual(ghost.heard, [], 'and tells nothing to who is gone');
  });

  it('tells a rename as a change of that session', () => {
    const room = new FakeRoom();
    const [naomi, ruth] = [room.modern('naomi'), room.modern('ruth')];
    const miriam = room.legacy('miriam');
    naomi.forget();
    ruth.say({ type: 'username', name: 'esther' });
    room.tick();
    assert.deepEqual(naomi.last('presence').change, [{ sid: ruth.sid, name: 'esther' }]);
    assert.deepEqual(miriam.last('userlist').users, ['naomi', 'esther', 'miriam']);
  });

  it('tells a state a person chose, and nothing of it to the base profile', () => {
    const room = new FakeRoom();
    const [naomi, ruth, miriam] = [room.modern('naomi'), room.modern('ruth'), room.legacy('miriam')];
    miriam.forget();
    ruth.say({ type: 'state', state: 'away' });
    room.tick();
    assert.deepEqual(naomi.last('presence').change, [{ sid: ruth.sid, state: 'away' }]);
    assert.deepEqual(miriam.heard, []);
  });

  it('refuses a state that only the relay may set', () => {
    const room = new FakeRoom();
    const [naomi, ruth] = [room.modern('naomi'), room.modern('ruth')];
    ruth.forget();
    naomi.say({ type: 'state', state: 'in-call' });
    room.tick();
    assert.deepEqual(ruth.heard, []);
    assert.equal(naomi.last('error').code, 'bad-request');
  });

  it('sends the whole list again on sync, of the version everybody else has', () => {
    const room = new FakeRoom();
    const [naomi, ruth] = [room.modern('naomi'), room.modern('ruth')];
    naomi.forget();
    ruth.forget();
    naomi.say({ type: 'sync', what: 'presence' });
    room.tick();
    assert.equal((naomi.last('presence').full as unknown[]).length, 2);
    assert.equal(naomi.last('presence').v, 2);
    assert.deepEqual(ruth.heard, [], 'nobody else hears of it');
  });

  it('counts a sync as many messages, since its answer is large', () => {
    const room = new FakeRoom();
    const naomi = room.modern('naomi');
    naomi.forget();
    for (let i = 0; i < 12; i++) {
      naomi.say({ type: 'sync', what: 'presence' });
      room.tick();
    }
    assert.ok(naomi.all('presence').length < 10);
    assert.equal(naomi.last('error').code, 'rate-limited');
  });

  it('bounds the capabilities that everybody would have to hear', () => {
    const room = new FakeRoom();
    room.modern('naomi', [...Array.from({ length: 40 }, (_, i) => `cap${String(i)}`), 'x'.repeat(1000)]);
    const full = room.modern('ruth').last('presence').full as { caps: string[] }[];
    assert.equal(full[0]?.caps.length, 16);
  });
});
