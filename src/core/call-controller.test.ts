/** Two controllers that really talk to each other, on a bus in memory with fake peers, devices and time. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Person, meet, talk } from '../testing/world.js';
import { CallError } from './errors.js';
import type { Snapshot } from './snapshot.js';

const phaseOf = ({ controller }: Person): string => controller.snapshot.call.phase;

function endOf({ controller }: Person): { reason: string; by: string } {
  const { call } = controller.snapshot;
  assert.equal(call.phase, 'ended');
  return { reason: call.reason, by: call.by };
}

const refuses = (command: () => void, code: string): void => {
  assert.throws(command, (error) => error instanceof CallError && error.code === code);
};

void describe('signing in', () => {
  void it('shows everybody else and who I am', async () => {
    const { naomi, priya } = await meet();
    assert.equal(naomi.controller.snapshot.link.status, 'online');
    assert.equal(naomi.controller.snapshot.self.name, 'naomi');
    assert.deepEqual(
      naomi.controller.snapshot.users.map((user) => user.name),
      ['priya'],
    );
    assert.deepEqual(
      priya.controller.snapshot.users.map((user) => user.name),
      ['naomi'],
    );
  });

  void it('shows the name the server made of a taken one', async () => {
    const { world } = await meet();
    const second = world.enter('naomi');
    await world.settle();
    assert.equal(second.controller.snapshot.self.name, 'naomi2');
    assert.equal(second.controller.snapshot.self.requested, 'naomi');
  });

  void it('refuses what cannot be a name', async () => {
    const { naomi } = await meet();
    refuses(() => naomi.controller.signIn('  '), 'invalid-argument');
    refuses(() => naomi.controller.signIn('evil\u202ename'), 'invalid-argument');
  });

  void it('renames while online, and others see it', async () => {
    const { world, naomi, priya } = await meet();
    naomi.controller.signIn('nao');
    await world.settle();
    assert.equal(naomi.controller.snapshot.self.name, 'nao');
    assert.deepEqual(
      priya.controller.snapshot.users.map((user) => user.name),
      ['nao'],
    );
  });

  void it('leaves the others when it signs out', async () => {
    const { world, naomi, priya } = await meet();
    naomi.controller.signOut();
    await world.settle();
    assert.equal(naomi.controller.snapshot.link.status, 'offline');
    assert.deepEqual(priya.controller.snapshot.users, []);
  });
});

void describe('a call', () => {
  void it('rings, is accepted, connects and ends on both sides', async () => {
    const { world, naomi, priya } = await meet();
    naomi.controller.call('priya');
    assert.equal(phaseOf(naomi), 'outgoing');
    await world.settle();
    assert.equal(phaseOf(priya), 'incoming');
    const outgoing = naomi.controller.snapshot.call;
    assert.ok(outgoing.phase === 'outgoing' && outgoing.ringing);
    priya.controller.accept();
    await world.settle();
    assert.deepEqual([phaseOf(naomi), phaseOf(priya)], ['active', 'active']);
    priya.controller.hangUp();
    await world.settle();
    assert.deepEqual(endOf(naomi), { reason: 'ended', by: 'peer' });
    assert.deepEqual(endOf(priya), { reason: 'ended', by: 'me' });
    assert.deepEqual(naomi.phases, ['outgoing', 'connecting', 'active', 'ended']);
    assert.deepEqual(priya.phases, ['incoming', 'connecting', 'active', 'ended']);
  });

  void it('leaves no peer connection, no lit device and no timer of its own behind', async () => {
    const { world, naomi, priya } = await talk();
    assert.deepEqual([...naomi.media.lit, ...priya.media.lit], ['audio', 'video', 'audio', 'video']);
    naomi.controller.hangUp();
    await world.settle();
    assert.deepEqual([...naomi.peers.open, ...priya.peers.open], []);
    assert.deepEqual([...naomi.media.lit, ...priya.media.lit], []);
  });

  void it('opens no device and answers nothing while it only rings', async () => {
    const { world, naomi, priya } = await meet();
    naomi.controller.call('priya');
    await world.settle();
    assert.equal(priya.media.lit.size, 0);
    assert.equal(phaseOf(naomi), 'outgoing');
  });

  void it('has the remote stream once both are in it', async () => {
    const { naomi, priya } = await talk();
    for (const { controller } of [naomi, priya]) {
      const { call } = controller.snapshot;
      assert.ok(call.phase === 'active' && call.remote.stream);
    }
  });

  void it('is declined by the callee', async () => {
    const { world, naomi, priya } = await meet();
    naomi.controller.call('priya');
    await world.settle();
    priya.controller.hangUp();
    await world.settle();
    assert.deepEqual(endOf(naomi), { reason: 'declined', by: 'peer' });
    assert.deepEqual(endOf(priya), { reason: 'declined', by: 'me' });
  });

  void it('is cancelled by the caller', async () => {
    const { world, naomi, priya } = await meet();
    naomi.controller.call('priya');
    await world.settle();
    naomi.controller.hangUp();
    await world.settle();
    assert.deepEqual(endOf(naomi), { reason: 'cancelled', by: 'me' });
    assert.deepEqual(endOf(priya), { reason: 'cancelled', by: 'peer' });
  });

  void it('stops ringing on both sides when nobody answers', async () => {
    const { world, naomi, priya } = await meet({ ringTimeoutMs: 5_000 });
    naomi.controller.call('priya');
    await world.settle(6_000);
    assert.equal(endOf(naomi).reason, 'no-answer');
    assert.equal(endOf(priya).reason, 'no-answer');
  });

  void it('is refused as busy by somebody who talks, whose call goes on', async () => {
    const { world, naomi, priya } = await talk();
    const oleg = world.enter('oleg');
    await world.settle();
    oleg.controller.call('priya');
    await world.settle();
    assert.deepEqual(endOf(oleg), { reason: 'busy', by: 'peer' });
    assert.deepEqual([phaseOf(naomi), phaseOf(priya)], ['active', 'active']);
  });

  void it('is exactly one when both call at once, and nobody rings', async () => {
    const { world, naomi, priya } = await meet();
    naomi.controller.call('priya');
    priya.controller.call('naomi');
    await world.settle();
    assert.deepEqual([phaseOf(naomi), phaseOf(priya)], ['active', 'active']);
    assert.deepEqual(
      [...naomi.phases, ...priya.phases].filter((phase) => phase === 'incoming'),
      [],
    );
    assert.equal(naomi.peers.open.length + priya.peers.open.length, 2);
  });

  void it('refuses to call oneself, a stranger, or a second person', async () => {
    const { naomi } = await talk();
    refuses(() => naomi.controller.call('oleg'), 'invalid-state');
    naomi.controller.hangUp();
    refuses(() => naomi.controller.call('naomi'), 'self-call');
    refuses(() => naomi.controller.call('nobody'), 'peer-unavailable');
  });

  void it('refuses commands that make no sense now', async () => {
    const { naomi } = await meet();
    refuses(() => naomi.controller.accept(), 'invalid-state');
    refuses(() => naomi.controller.hangUp(), 'invalid-state');
  });

  void it('ends before the next one rings when the peer forgot it and calls anew', async () => {
    const { world, naomi, priya } = await talk();
    world.close(priya);
    const again = world.enter('priya');
    await world.settle();
    again.controller.call('naomi');
    await world.settle();
    assert.deepEqual(naomi.phases.slice(-3), ['reconnecting', 'ended', 'incoming']);
    naomi.controller.accept();
    await world.settle();
    assert.deepEqual([phaseOf(naomi), phaseOf(again)], ['active', 'active']);
  });

  void it('can be put away when it is over', async () => {
    const { naomi } = await talk();
    naomi.controller.hangUp();
    naomi.controller.dismiss();
    assert.equal(phaseOf(naomi), 'idle');
  });

  void it('works ten times in a row', async () => {
    const { world, naomi, priya } = await meet();
    for (let round = 0; round < 10; round += 1) {
      const [caller, callee] = round % 2 === 0 ? [naomi, priya] : [priya, naomi];
      caller.controller.call(round % 2 === 0 ? 'priya' : 'naomi');
      await world.settle();
      callee.controller.accept();
      await world.settle();
      assert.deepEqual([phaseOf(naomi), phaseOf(priya)], ['active', 'active']);
      callee.controller.hangUp();
      await world.settle();
    }
    assert.deepEqual([...naomi.peers.open, ...priya.peers.open], []);
  });
});

void describe('a call on a bad network', () => {
  void it('says that it reconnects, and goes on when the path is back', async () => {
    const { world, naomi } = await talk();
    naomi.peers.open[0]?.setConnection('disconnected');
    await world.settle(1_000);
    assert.equal(phaseOf(naomi), 'active');
    await world.settle(2_000);
    assert.ok(['reconnecting', 'active'].includes(phaseOf(naomi)));
    assert.ok(naomi.phases.includes('reconnecting'));
    await world.settle(3_000);
    assert.equal(phaseOf(naomi), 'active');
  });

  void it('ends when the path does not come back', async () => {
    const { world, naomi } = await talk();
    naomi.peers.cut();
    await world.settle(46_000);
    assert.equal(endOf(naomi).reason, 'ice-timeout');
  });

  void it('waits for a page that went away, then says that the peer left', async () => {
    const { world, naomi, priya } = await talk();
    priya.controller.leavePage();
    await world.settle();
    assert.equal(phaseOf(naomi), 'reconnecting');
    await world.settle(9_000);
    assert.equal(endOf(naomi).reason, 'peer-left');
  });
});

void describe('devices', () => {
  void it('are muted and shown as such on the other side', async () => {
    const { world, naomi, priya } = await talk();
    naomi.controller.setDevice('audio', false);
    naomi.controller.setDevice('video', false);
    await world.settle();
    assert.ok(naomi.media.muted.has('audio'));
    assert.ok(!naomi.media.lit.has('video'), 'the camera light is off');
    const { call } = priya.controller.snapshot;
    assert.ok(call.phase === 'active');
    assert.deepEqual(call.remote.media, { audio: false, video: false });
    naomi.controller.setDevice('video', true);
    await world.settle();
    assert.ok(naomi.media.lit.has('video'));
  });

  void it('that fail do not fail the call', async () => {
    const { world, naomi, priya } = await meet();
    naomi.media.failures.video = 'media-denied';
    naomi.controller.call('priya');
    await world.settle();
    priya.controller.accept();
    await world.settle();
    assert.deepEqual(naomi.controller.snapshot.media.camera, {
      status: 'failed',
      on: false,
      code: 'media-denied',
    });
    assert.equal(phaseOf(naomi), 'active');
    const { call } = priya.controller.snapshot;
    assert.ok(call.phase === 'active' && !call.remote.media.video);
    assert.deepEqual(
      naomi.errors.map((error) => error.code),
      ['media-denied'],
    );
  });

  void it('allowed only after the call was cancelled stay dark', async () => {
    const { world, naomi } = await meet();
    const allow = naomi.media.holdPrompt();
    naomi.controller.call('priya');
    await world.settle();
    naomi.controller.hangUp();
    allow();
    await world.settle();
    assert.equal(naomi.media.lit.size, 0);
    assert.equal(naomi.controller.snapshot.media.camera.status, 'off');
  });
});

void describe('a bus that others use too', () => {
  void it('brings in nothing that is no note', async () => {
    const { world, naomi, priya } = await meet();
    const intruder = world.bus.open(() => undefined);
    const junk = [
      null,
      'hello',
      7,
      [],
      {},
      { kind: 'here' },
      { kind: 'here', user: { sid: {}, name: 5 } },
      { kind: 'to' },
      { kind: 'all', message: null },
      { kind: 'leave' },
    ];
    for (const note of junk) intruder.post(note);
    await world.settle();
    assert.deepEqual(
      naomi.controller.snapshot.users.map((user) => user.name),
      ['priya'],
    );
    assert.deepEqual(
      priya.controller.snapshot.users.map((user) => user.name),
      ['naomi'],
    );
  });
});

void describe('the snapshot', () => {
  void it('is frozen and swapped once per change', async () => {
    const { world, naomi } = await meet();
    const seen: Snapshot[] = [];
    naomi.controller.subscribe((current) => seen.push(current));
    naomi.controller.call('priya');
    assert.equal(seen.length, 1);
    await world.settle();
    assert.ok(seen.every((one) => Object.isFrozen(one)));
    assert.equal(new Set(seen).size, seen.length);
  });

  void it('lets a listener give the next command', async () => {
    const { world, naomi, priya } = await meet();
    priya.controller.subscribe(({ call }) => {
      if (call.phase === 'incoming') priya.controller.accept();
    });
    naomi.controller.call('priya');
    await world.settle();
    assert.deepEqual([phaseOf(naomi), phaseOf(priya)], ['active', 'active']);
  });
});

void describe('a disposed controller', () => {
  void it('has let go of everything and refuses every command', async () => {
    const { world, naomi, priya } = await talk();
    naomi.controller.dispose();
    naomi.controller.dispose();
    await world.settle();
    assert.equal(naomi.media.lit.size, 0);
    assert.deepEqual(naomi.peers.open, []);
    refuses(() => naomi.controller.call('priya'), 'disposed');
    refuses(() => naomi.controller.setPreview(true), 'disposed');
    assert.doesNotThrow(() => naomi.controller.setPreview(false));
    assert.equal(endOf(priya).reason, 'ended');
    priya.controller.dispose();
    await world.settle(100_000);
    assert.equal(world.clock.pending, 0);
  });
});
