/** What a page can do to a controller, and what must not happen to it: broken listeners, early wishes, odd moments. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Person, World, meet } from '../testing/world.js';
import { CallError } from './errors.js';
import type { Snapshot } from './snapshot.js';

const phaseOf = ({ controller }: Person): string => controller.snapshot.call.phase;

void describe('a listener for errors that throws', () => {
  void it('stops neither the call nor the other listeners, and its error is not lost', async () => {
    const { world, naomi, priya } = await meet();
    const heard: string[] = [];
    naomi.controller.onError(() => {
      throw new Error('broken listener');
    });
    naomi.controller.onError(({ code }) => heard.push(code));
    naomi.media.failures.video = 'media-denied';
    naomi.controller.call('priya');
    for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
    assert.deepEqual(heard, ['media-denied']);
    assert.equal(naomi.controller.snapshot.media.camera.status, 'failed');
    assert.throws(() => world.clock.advance(0), /broken listener/);
    await world.settle();
    priya.controller.accept();
    await world.settle();
    assert.equal(phaseOf(naomi), 'active');
  });
});

void describe('a listener for changes that throws', () => {
  void it('is told as an error, and keeps nobody else from hearing', async () => {
    const { naomi } = await meet();
    const phases: string[] = [];
    const errors: CallError[] = [];
    naomi.controller.onError((error) => errors.push(error));
    naomi.controller.subscribe(() => {
      throw new Error('broken listener');
    });
    naomi.controller.subscribe(({ call }) => phases.push(call.phase));
    naomi.controller.call('priya');
    assert.deepEqual(phases, ['outgoing']);
    assert.match(errors[0]?.message ?? '', /broken listener/);
  });
});

void describe('a listener that gives commands', () => {
  void it('lets those after it see every phase, in order', async () => {
    const { world, naomi, priya } = await meet();
    const phases: string[] = [];
    priya.controller.subscribe(({ call }) => {
      if (call.phase === 'incoming') priya.controller.accept();
    });
    priya.controller.subscribe(({ call }, before) => {
      if (call.phase !== before.call.phase) phases.push(`${before.call.phase}>${call.phase}`);
    });
    naomi.controller.call('priya');
    await world.settle();
    assert.deepEqual(phases, ['idle>incoming', 'incoming>connecting', 'connecting>active']);
  });

  void it('may dispose, and nothing goes on after it', async () => {
    const { world, naomi, priya } = await meet();
    priya.controller.subscribe(({ call }) => {
      if (call.phase === 'incoming') priya.controller.dispose();
    });
    naomi.controller.call('priya');
    await world.settle();
    assert.deepEqual([...priya.peers.open], []);
    const { call } = naomi.controller.snapshot;
    assert.equal(call.phase === 'ended' && call.reason, 'declined');
  });
});

void describe('the wish to call without a camera', () => {
  void it('outlasts a call that was declined before it', async () => {
    const { world, naomi, priya } = await meet();
    naomi.controller.setDevice('video', false);
    const wish = naomi.controller.snapshot.media;
    priya.controller.call('naomi');
    await world.settle();
    naomi.controller.hangUp();
    await world.settle();
    assert.equal(naomi.controller.snapshot.media, wish, 'the very same: nothing changed');
    naomi.controller.dismiss();
    naomi.controller.call('priya');
    await world.settle();
    assert.deepEqual([...naomi.media.lit], ['audio']);
  });
});

void describe('a peer that is renamed in the middle', () => {
  void it('is still the peer: it is heard, and hears', async () => {
    const { world, naomi, priya } = await meet();
    naomi.controller.call('priya');
    await world.settle();
    priya.controller.signIn('pri');
    await world.settle();
    assert.equal(phaseOf(naomi), 'outgoing');
    priya.controller.accept();
    await world.settle();
    naomi.controller.signIn('nao');
    await world.settle();
    naomi.controller.setDevice('audio', false);
    await world.settle();
    const { call } = priya.controller.snapshot;
    assert.ok(call.phase === 'active');
    assert.deepEqual([call.call.peer.name, call.remote.media.audio], ['nao', false]);
    priya.controller.hangUp();
    await world.settle();
    assert.equal(phaseOf(naomi), 'ended');
  });
});

void describe('accepting', () => {
  void it('opens what the caller invited to, unless more or less is asked for', async () => {
    for (const [asked, expected] of [
      [undefined, ['audio']],
      [{ video: true }, ['audio', 'video']],
      [{ audio: false }, []],
    ] as const) {
      const { world, naomi, priya } = await meet();
      naomi.controller.call('priya', { video: false });
      await world.settle();
      priya.controller.accept(asked);
      await world.settle();
      assert.deepEqual([...priya.media.lit], expected);
    }
  });
});

void describe('options', () => {
  void it('are read anew for each call', async () => {
    const options: { iceServers: { urls: string[] }[]; privacy: 'all' | 'relay' } = {
      iceServers: [],
      privacy: 'all',
    };
    const { world, naomi } = await meet(options);
    naomi.controller.call('priya');
    assert.deepEqual(naomi.peers.open[0]?.options.iceServers, []);
    naomi.controller.hangUp();
    await world.settle();
    options.iceServers = [{ urls: ['stun:example.com'] }];
    options.privacy = 'relay';
    naomi.controller.call('priya');
    assert.deepEqual(
      naomi.peers.open.map((peer) => [peer.options.iceServers, peer.options.relayOnly]),
      [[[{ urls: ['stun:example.com'] }], true]],
    );
  });
});

void describe('the snapshot', () => {
  void it('keeps every part that did not change', async () => {
    const { world, naomi, priya } = await meet();
    const before: Snapshot = naomi.controller.snapshot;
    priya.controller.sendMessage('hello');
    await world.settle();
    const after = naomi.controller.snapshot;
    const changed = (Object.keys(after) as (keyof Snapshot)[]).filter((key) => after[key] !== before[key]);
    assert.deepEqual(changed, ['chat']);
  });

  void it('shows nobody any more, nor me, after signing out', async () => {
    const { naomi } = await meet();
    naomi.controller.signOut();
    const { self, users, link, call } = naomi.controller.snapshot;
    assert.deepEqual([self, users, link.status, call.phase], [{ state: 'available' }, [], 'offline', 'idle']);
  });
});

void describe('commands', () => {
  const refuses = (command: () => void, code: string): void => {
    assert.throws(command, (error) => error instanceof CallError && error.code === code);
  };

  void it('that need a connection say so while there is none', () => {
    const { controller } = new World().enter('naomi');
    refuses(() => controller.call('priya'), 'not-online');
  });

  void it('that have no use now but do no harm are no errors', async () => {
    const { naomi } = await meet();
    naomi.controller.dismiss();
    naomi.controller.reconnect();
    naomi.controller.leavePage();
    naomi.controller.wake();
    assert.equal(phaseOf(naomi), 'idle');
  });

  void it('reach the others: a state shows in their list', async () => {
    const { world, naomi, priya } = await meet();
    naomi.controller.setState('dnd');
    await world.settle();
    assert.equal(priya.controller.snapshot.users[0]?.state, 'dnd');
  });
});

void describe('an offer that the server refuses', () => {
  void it('ends the call at once, and says why', async () => {
    const { world, naomi } = await meet();
    const codes: string[] = [];
    naomi.controller.onError((error) => codes.push(`${error.code} ${error.detail ?? ''}`.trim()));
    naomi.controller.call('priya');
    const { call } = naomi.controller.snapshot;
    assert.ok(call.phase === 'outgoing');
    const message = { type: 'error', code: 'rate-limited', re: 'video-offer', call: { id: call.call.id } };
    world.bus.open(() => undefined).post({ kind: 'to', target: 'naomi', message });
    await world.settle();
    assert.equal(naomi.controller.snapshot.call.phase, 'ended');
    assert.deepEqual(codes, ['peer-unavailable', 'server-error rate-limited']);
  });
});
