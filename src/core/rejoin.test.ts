/** A page that goes away in the middle of a call and comes back: who takes the call up again, when, and who must not. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeNotes } from '../testing/fake-notes.js';
import type { World } from '../testing/world.js';
import { type Person, meet, talk } from '../testing/world.js';
import type { CallState } from './call/call-state.js';

const callOf = ({ controller }: Person): CallState => controller.snapshot.call;
const phaseOf = (person: Person): string => callOf(person).phase;

const idOf = (person: Person): string => {
  const state = callOf(person);
  assert.ok('call' in state);
  return state.call.id;
};

const endOf = (person: Person): string => {
  const state = callOf(person);
  return state.phase === 'ended' ? `${state.reason} by ${state.by}` : state.phase;
};

const nothingLeft = (...people: readonly Person[]): void => {
  for (const { peers, media } of people) assert.deepEqual([peers.open.length, media.lit.size], [0, 0]);
};

void describe('a page that is reloaded in a call', () => {
  for (const who of ['caller', 'callee'] as const) {
    void it(`takes the same call up again, without ringing, when it is the ${who}'s`, async () => {
      const { world, naomi, priya } = await talk();
      const [goes, stays] = who === 'caller' ? [naomi, priya] : [priya, naomi];
      const id = idOf(stays);
      const back = await world.reload(goes);
      assert.equal(phaseOf(stays), 'reconnecting');
      await world.settle();
      assert.deepEqual([phaseOf(back), phaseOf(stays)], ['active', 'active']);
      assert.deepEqual([idOf(back), idOf(stays)], [id, id]);
      assert.equal(back.controller.snapshot.self.name, goes === naomi ? 'naomi' : 'priya');
      assert.deepEqual(back.phases, ['reconnecting', 'active']);
      assert.deepEqual(stays.phases.slice(-2), ['reconnecting', 'active']);
      assert.deepEqual([back.peers.open.length, stays.peers.open.length], [1, 1]);
      for (const state of [callOf(back), callOf(stays)]) assert.ok('remote' in state && state.remote.stream);
      stays.controller.hangUp();
      await world.settle();
      assert.equal(endOf(back), 'ended by peer');
      nothingLeft(back, stays);
    });
  }

  void it('is back before the other one has given up on it, and not after', async () => {
    for (const [awayMs, phase] of [
      [7_500, 'active'],
      [8_100, 'ended'],
    ] as const) {
      const { world, naomi, priya } = await talk();
      const back = await world.reload(naomi, {}, awayMs);
      await world.settle();
      assert.equal(phaseOf(priya), phase);
      assert.equal(phaseOf(back), phase === 'active' ? 'active' : 'idle');
    }
  });

  void it('goes on counting how long the call is', async () => {
    const { world, naomi, priya } = await talk();
    const since = (person: Person): number => {
      const state = callOf(person);
      assert.ok(state.phase === 'active');
      return state.sinceMs;
    };
    const before = since(naomi);
    const back = await world.reload(naomi);
    await world.settle();
    assert.equal(since(back), before);
    assert.ok(since(priya) <= before + 1_000);
  });

  void it('keeps what was muted and what was off, and the other side is shown it', async () => {
    const { world, naomi, priya } = await talk();
    naomi.controller.setDevice('audio', false);
    priya.controller.setDevice('video', false);
    await world.settle();
    const back = await world.reload(naomi);
    await world.settle();
    assert.deepEqual([...back.media.lit], ['video']);
    const seen = [callOf(priya), callOf(back)].map((state) => 'remote' in state && state.remote.media);
    assert.deepEqual(seen, [
      { audio: false, video: true },
      { audio: true, video: false },
    ]);
    back.controller.setDevice('audio', true);
    await world.settle();
    assert.deepEqual([...back.media.lit].sort(), ['audio', 'video']);
  });

  void it('can be reloaded again and again', async () => {
    const { world, naomi, priya } = await talk();
    let [here, there] = [naomi, priya];
    for (let round = 0; round < 6; round += 1) {
      here = await world.reload(here);
      await world.settle();
      assert.deepEqual([phaseOf(here), phaseOf(there)], ['active', 'active'], `round ${String(round)}`);
      [here, there] = [there, here];
    }
    const state = callOf(here);
    assert.equal('negotiation' in state && state.negotiation.pc, 7);
  });

  void it('can be reloaded again before it was heard', async () => {
    const { world, naomi, priya } = await talk();
    const first = await world.reload(naomi);
    await world.settle(30);
    const back = await world.reload(first);
    await world.settle();
    assert.deepEqual([phaseOf(back), phaseOf(priya)], ['active', 'active']);
  });

  void it('comes back to somebody who has another session by now', async () => {
    const { world, naomi, priya } = await talk();
    priya.link.cut();
    await world.settle(1_000);
    const back = await world.reload(naomi);
    await world.settle(1_000);
    assert.deepEqual([phaseOf(back), phaseOf(priya)], ['active', 'active']);
  });

  void it('can hang up while it is on the way back', async () => {
    const { world, naomi, priya } = await talk();
    const back = await world.reload(naomi);
    await world.settle(30);
    assert.equal(phaseOf(back), 'reconnecting');
    back.controller.hangUp();
    await world.settle();
    assert.equal(endOf(priya), 'ended by peer');
    nothingLeft(back, priya);
  });
});

void describe('a page that is closed', () => {
  void it('is waited for at once, and left is what it has then', async () => {
    const { world, naomi, priya } = await talk();
    world.close(naomi);
    await world.settle(100);
    const state = callOf(priya);
    assert.ok(state.phase === 'reconnecting' && state.why === 'peer-leaving');
    assert.equal(state.remote.stream, null, 'no picture that stands still');
    await world.settle(8_000);
    assert.equal(endOf(priya), 'peer-left by system');
    nothingLeft(priya);
  });

  void it('leaves no note when nobody talked, and none stays when it was read', async () => {
    const { world, naomi, priya } = await meet();
    world.close(priya);
    assert.equal(priya.notes.size, 0);
    const oleg = world.enter('oleg');
    await world.settle();
    naomi.controller.call('oleg');
    await world.settle();
    world.close(naomi);
    assert.equal(naomi.notes.size, 0, 'a call that only rings ends with its page');
    await world.settle();
    assert.equal(endOf(oleg), 'cancelled by peer');
    const all = await talk();
    const back = await all.world.reload(all.naomi);
    await all.world.settle();
    assert.equal(back.notes.size, 0);
  });

  void it('ends a call that only rings, whoever closes it', async () => {
    const { world, naomi, priya } = await meet();
    naomi.controller.call('priya');
    await world.settle();
    const back = await world.reload(priya);
    await world.settle();
    assert.deepEqual([endOf(naomi), phaseOf(back)], ['peer-left by peer', 'idle']);
  });

  void it('writes down neither a description nor a word of the chat', async () => {
    const { naomi, world } = await talk();
    naomi.controller.sendMessage('a word of the chat');
    await world.settle();
    world.close(naomi);
    const note = JSON.stringify(await naomi.notes.take('naomi'));
    assert.match(note, /"name":"naomi"/);
    assert.doesNotMatch(note, /sdp|fake|chat/);
  });
});

void describe('a page that must not come back', () => {
  void it('because its author said so ends the call at once', async () => {
    const { world, naomi, priya } = await talk();
    const quits = world.enter('oleg', { noRejoin: true });
    naomi.controller.hangUp();
    await world.settle();
    quits.controller.call('priya');
    await world.settle();
    priya.controller.accept();
    await world.settle();
    assert.equal(phaseOf(quits), 'active');
    const back = await world.reload(quits, { noRejoin: true });
    await world.settle();
    assert.deepEqual([endOf(priya), phaseOf(back)], ['ended by peer', 'idle']);
  });

  void it('because nothing can be written down ends the call at once', async () => {
    const { world, naomi, priya } = await talk();
    naomi.notes.isBlocked = true;
    world.close(naomi);
    await world.settle();
    assert.equal(endOf(priya), 'ended by peer');
  });

  void it('because the peer is gone says so, in the time that it had', async () => {
    const { world, naomi, priya } = await talk();
    const back = await world.reload(naomi);
    world.close(priya);
    await world.settle();
    assert.equal(phaseOf(back), 'reconnecting');
    await world.settle(8_000);
    assert.equal(endOf(back), 'peer-left by system');
    nothingLeft(back);
  });

  void it('because the peer does not know the call any more is told so', async () => {
    for (const forgets of [true, false]) {
      const { world, naomi, priya } = await talk();
      world.close(naomi);
      await world.settle();
      // Over, or never heard of: the reload of the other page was without a note.
      if (forgets) world.close(priya);
      else priya.controller.hangUp();
      const there = forgets ? world.enter('priya') : priya;
      await world.settle();
      const back = world.open({}, naomi.notes);
      back.controller.rejoin();
      await world.settle(forgets ? 8_000 : 1_000);
      assert.match(endOf(back), /^peer-left/);
      assert.ok(!there.phases.includes('incoming') || there === priya);
      assert.notEqual(phaseOf(there), 'incoming');
      nothingLeft(back, there);
    }
  });

  void it('because the note is nonsense, from the future, or about nobody, starts as any page does', async () => {
    const { world, naomi } = await talk();
    world.close(naomi);
    const note = (await naomi.notes.take('naomi')) as Record<string, unknown>;
    for (const broken of [
      {},
      { ...note, talk: 'x' },
      { ...note, talk: { ...(note.talk as object), devices: undefined } },
      { ...note, leftAtMs: world.clock.now() + 60_000 },
      { ...note, leftAtMs: 0 },
    ]) {
      const notes = new FakeNotes(world.clock);
      notes.leave('naomi', broken, world.clock.now() + 8_000);
      const page = world.open({}, notes);
      page.controller.rejoin();
      await world.settle();
      assert.deepEqual([phaseOf(page), page.controller.snapshot.link.status], ['idle', 'offline']);
    }
  });
});

void describe('the person on the page that came back', () => {
  const comesBack = async (
    act: (page: Person) => void,
  ): Promise<{ world: World; back: Person; priya: Person }> => {
    const { world, naomi, priya } = await talk();
    world.close(naomi);
    await world.settle();
    const back = world.open({}, naomi.notes);
    back.controller.rejoin();
    act(back);
    await world.settle(1_000);
    return { world, back, priya };
  };

  void it('may sign in under another name first: then the call is not taken up', async () => {
    const { back } = await comesBack(({ controller }) => {
      controller.signIn('nao');
    });
    assert.deepEqual([phaseOf(back), back.controller.snapshot.self.name], ['idle', 'nao']);
  });

  void it('may be signed in by the page under the same name', async () => {
    const { world, naomi, priya } = await talk();
    world.close(naomi);
    await world.settle();
    const back = world.open({}, naomi.notes);
    back.controller.signIn('naomi');
    back.controller.rejoin();
    await world.settle(1_000);
    assert.deepEqual([phaseOf(back), phaseOf(priya)], ['active', 'active']);
  });

  void it('may sign out, or the page may dispose: nothing goes on', async () => {
    const gone = await comesBack(({ controller }) => {
      controller.dispose();
    });
    assert.deepEqual([phaseOf(gone.back), phaseOf(gone.priya)], ['idle', 'reconnecting']);
    gone.priya.controller.dispose();
    assert.equal(gone.world.clock.pending, 0);
    const { world, naomi, priya } = await talk();
    const back = await world.reload(naomi);
    await world.settle(30);
    back.controller.signOut();
    await world.settle();
    assert.deepEqual([endOf(back), back.controller.snapshot.link.status], ['ended by me', 'offline']);
    await world.settle(8_000);
    assert.equal(endOf(priya), 'peer-left by system');
  });
});

void describe('two pages of one person', () => {
  void it('made by copying a tab never both take the call up', async () => {
    const { world, naomi, priya } = await talk();
    world.close(naomi);
    await world.settle();
    const tabs = [naomi.notes, naomi.notes.copy()].map((notes) => world.open({}, notes));
    for (const { controller } of tabs) controller.rejoin();
    await world.settle(1_000);
    assert.deepEqual(tabs.map(phaseOf).sort(), ['active', 'idle']);
    assert.equal(phaseOf(priya), 'active');
    assert.equal(priya.controller.snapshot.users.length, 1, 'nobody signs in twice');
  });

  void it('where nothing keeps them apart, the name does: one has it, and the other leaves the call alone', async () => {
    const { world, naomi, priya } = await talk();
    world.close(naomi);
    await world.settle();
    const note = (await naomi.notes.take('naomi')) as object;
    const tabs = [1, 2].map(() => {
      const notes = new FakeNotes(world.clock);
      notes.leave('naomi', note, world.clock.now() + 8_000);
      return world.open({}, notes);
    });
    for (const { controller } of tabs) {
      controller.rejoin();
      await world.settle(20);
    }
    await world.settle(1_000);
    assert.deepEqual(tabs.map(phaseOf), ['active', 'idle']);
    assert.deepEqual(
      tabs.map(({ controller }) => controller.snapshot.self.name),
      ['naomi', 'naomi2'],
    );
    assert.equal(phaseOf(priya), 'active');
  });
});

void describe('somebody who takes the name of a page that went away', () => {
  void it('is told nothing of the call, and is not offered it', async () => {
    const { world, naomi, priya } = await talk();
    const heard: unknown[] = [];
    world.close(naomi);
    await world.settle();
    const mallory = world.enter('naomi');
    world.bus.open((note) => heard.push(note));
    await world.settle();
    priya.controller.setDevice('audio', false);
    priya.peers.open[0]?.setConnection('failed');
    await world.settle(1_000);
    assert.doesNotMatch(JSON.stringify(heard), new RegExp(idOf(priya)));
    assert.equal(phaseOf(mallory), 'idle');
    const back = world.open({}, naomi.notes);
    back.controller.rejoin();
    await world.settle();
    assert.deepEqual([phaseOf(back), phaseOf(priya)], ['idle', 'reconnecting'], 'the name is not hers now');
    await world.settle(8_000);
    assert.equal(endOf(priya), 'peer-left by system');
  });

  void it('is not offered the call by the page that is back, when it is the peer’s name that was taken', async () => {
    const { world, naomi, priya } = await talk();
    world.close(naomi);
    world.close(priya);
    const mallory = world.enter('priya');
    await world.settle();
    const back = world.open({}, naomi.notes);
    back.controller.rejoin();
    await world.settle(1_000);
    assert.deepEqual([phaseOf(back), phaseOf(mallory)], ['reconnecting', 'idle']);
    assert.equal(back.peers.open.length, 0);
    assert.equal(back.media.lit.size, 0);
    await world.settle(8_000);
    assert.equal(endOf(back), 'peer-left by system');
  });
});
