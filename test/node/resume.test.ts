/** Whole calls over a real hub, in memory, whose connections break and whose pages are loaded again. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { CallState } from '../../src/core/call/call-state.js';
import { FakeClock } from '../../src/testing/fake-clock.js';
import { type Person, World, meet, talk } from '../../src/testing/world.js';
import { HubHost, HubLine } from '../support/hub-line.js';

/** A world around a hub; the line of each page, in the order in which they came. */
function hubWorld(options = {}): { world: World; host: HubHost; lines: HubLine[] } {
  const clock = new FakeClock();
  const host = new HubHost(clock, options);
  const lines: HubLine[] = [];
  const world = new World(() => {
    const line = new HubLine(host);
    lines.push(line);
    return line;
  }, clock);
  return { world, host, lines };
}

const callOf = ({ controller }: Person): CallState => controller.snapshot.call;
const phaseOf = (person: Person): string => callOf(person).phase;
const nameOf = ({ controller }: Person): string | undefined => controller.snapshot.self.name;
const sidOf = ({ controller }: Person): string | undefined => controller.snapshot.self.sid;
const stateOf = (watcher: Person, name: string): string | undefined =>
  watcher.controller.snapshot.users.find((user) => user.name === name)?.state;
const textsOf = ({ controller }: Person): string[] =>
  controller.snapshot.chat.messages.map(({ text }) => text);

async function assertEmpty(world: World, host: HubHost, ...people: readonly Person[]): Promise<void> {
  for (const { controller } of people) controller.dispose();
  await world.settle(60_000);
  assert.deepEqual(new Set(Object.values(host.hub.sizes)), new Set([0]));
}

void describe('a call whose connection to the server breaks', () => {
  void it('is rung, answered and connected although each word has to be said twice', async () => {
    const { world, host, lines } = hubWorld();
    const { naomi, priya } = await meet({}, world);
    naomi.controller.call('priya');
    lines[0]?.cut();
    await world.settle(2_000);
    assert.equal(phaseOf(priya), 'incoming');
    priya.controller.accept();
    lines[1]?.cut();
    await world.settle(2_000);
    assert.deepEqual([phaseOf(naomi), phaseOf(priya)], ['active', 'active']);
    assert.deepEqual(priya.phases, ['incoming', 'connecting', 'active']);
    naomi.controller.hangUp();
    lines[0]?.cut();
    await world.settle(2_000);
    assert.equal(phaseOf(priya), 'ended');
    await assertEmpty(world, host, naomi, priya);
  });

  void it('rings when the callee is back, and the caller waits for that', async () => {
    const { world, lines } = hubWorld();
    const { naomi, priya } = await meet({}, world);
    const [, line] = lines;
    assert.ok(line);
    line.isDown = true;
    line.cut();
    await world.settle(1_000);
    assert.equal(stateOf(naomi, 'priya'), 'reconnecting');
    naomi.controller.call('priya');
    await world.settle(15_000);
    const state = callOf(naomi);
    assert.ok(state.phase === 'outgoing' && state.away, 'and knows why nobody answers');
    line.isDown = false;
    priya.controller.wake();
    await world.settle(1_000);
    assert.deepEqual([phaseOf(naomi), phaseOf(priya)], ['outgoing', 'incoming']);
  });

  void it('goes on while the other one is away, and ends only when the media are lost as well', async () => {
    for (const isLost of [false, true]) {
      const { world, lines } = hubWorld();
      const { naomi, priya } = await talk(world);
      const [, line] = lines;
      assert.ok(line);
      line.isDown = true;
      line.cut();
      if (isLost) naomi.peers.open[0]?.setConnection('failed');
      await world.settle(31_000);
      const state = callOf(naomi);
      assert.equal(state.phase, isLost ? 'ended' : 'active');
      if (state.phase === 'ended') assert.equal(state.reason, 'peer-left');
      priya.controller.dispose();
      naomi.controller.dispose();
    }
  });

  void it('loses no text and shows none twice', async () => {
    const { world, lines } = hubWorld();
    const { naomi, priya } = await meet({}, world);
    naomi.controller.sendMessage('1', 'priya');
    await world.settle();
    lines[1]?.cut();
    naomi.controller.sendMessage('2', 'priya');
    await world.settle(5);
    lines[0]?.cut();
    naomi.controller.sendMessage('3', 'priya');
    await world.settle(3_000);
    assert.deepEqual(textsOf(priya), ['1', '2', '3']);
    assert.deepEqual([nameOf(naomi), nameOf(priya)], ['naomi', 'priya']);
  });

  void it('keeps its sessions however often and whenever the lines break', async () => {
    const moment = fc.record({ line: fc.nat(1), waitMs: fc.nat(400) });
    await fc.assert(
      fc.asyncProperty(fc.array(moment, { minLength: 1, maxLength: 8 }), async (moments) => {
        const { world, lines } = hubWorld({ rate: { perSecond: 1e6, burst: 1e6 } });
        const { naomi, priya } = await meet({}, world);
        const [before, after] = [sidOf(naomi), sidOf(priya)];
        naomi.controller.call('priya');
        for (const { line, waitMs } of moments) {
          await world.settle(waitMs);
          lines[line]?.cut();
          if (phaseOf(priya) === 'incoming') priya.controller.accept();
        }
        await world.settle(25_000);
        if (phaseOf(priya) === 'incoming') priya.controller.accept();
        await world.settle(1_000);
        assert.deepEqual([phaseOf(naomi), phaseOf(priya)], ['active', 'active']);
        assert.deepEqual([sidOf(naomi), sidOf(priya)], [before, after]);
        assert.deepEqual(priya.phases, ['incoming', 'connecting', 'active'], 'it rang once');
      }),
      { numRuns: 60 },
    );
  });
});

void describe('a call whose server is gone', () => {
  /** The server is lost to both, and then one of the two goes: the other end of its connection sees it close. */
  const leave = async () => {
    const all = hubWorld();
    const { world, lines } = all;
    const { naomi, priya } = await talk(world);
    for (const line of lines) {
      line.isDown = true;
      line.cut();
    }
    await world.settle(500);
    world.close(naomi);
    priya.peers.open[0]?.setClosed('peer');
    return { ...all, naomi, priya };
  };

  void it('ends as one whose other page was closed, in the time of a page that may come back', async () => {
    const { world, priya } = await leave();
    await world.settle(7_900);
    const { call, diagnosis } = priya.controller.snapshot;
    assert.ok(call.phase === 'reconnecting' && call.why === 'peer-leaving');
    assert.equal(diagnosis, null, 'it is not the network');
    await world.settle(200);
    const state = callOf(priya);
    assert.ok(state.phase === 'ended' && state.reason === 'peer-left');
    assert.equal(priya.peers.open.length, 0);
  });

  void it('goes on with the page that was loaded anew, if the server is back for both in that time', async () => {
    const { world, lines, naomi, priya } = await leave();
    await world.settle(500);
    const back = world.open({}, naomi.notes);
    for (const line of lines.slice(2)) line.isDown = true;
    back.controller.rejoin();
    await world.settle(1_500);
    for (const line of lines) line.isDown = false;
    await world.settle(4_000);
    assert.deepEqual([phaseOf(back), phaseOf(priya)], ['active', 'active']);
    assert.deepEqual(back.phases, ['reconnecting', 'active']);
    await world.settle(10_000);
    assert.deepEqual([phaseOf(back), phaseOf(priya)], ['active', 'active']);
  });
});

void describe('a page that is loaded again', () => {
  void it('has its name and its session when it signs in under the same name', async () => {
    const { world } = hubWorld();
    const { naomi, priya } = await meet({}, world);
    const second = world.enter('naomi');
    await world.settle();
    assert.equal(nameOf(second), 'naomi1');
    const before = sidOf(second);
    const back = await world.reload(second);
    await world.settle();
    assert.equal(back.controller.snapshot.link.status, 'offline', 'it signs nobody in by itself');
    assert.equal(stateOf(priya, 'naomi1'), 'reconnecting');
    back.controller.signIn('naomi');
    await world.settle();
    assert.deepEqual([nameOf(back), sidOf(back), nameOf(naomi)], ['naomi1', before, 'naomi']);
    assert.equal(stateOf(priya, 'naomi1'), 'available');
    assert.equal(back.notes.size, 0);
  });

  void it('has them also if it signs in at once, before it is known what the last page left', async () => {
    const { world } = hubWorld();
    const { naomi } = await meet({}, world);
    const before = sidOf(naomi);
    world.close(naomi);
    await world.settle();
    const back = world.open({}, naomi.notes);
    back.controller.signIn('naomi');
    back.controller.rejoin();
    await world.settle();
    assert.deepEqual([nameOf(back), sidOf(back)], ['naomi', before]);
  });

  void it('gets what was said meanwhile, a call too', async () => {
    const { world } = hubWorld();
    const { naomi, priya } = await meet({}, world);
    world.close(priya);
    await world.settle();
    naomi.controller.sendMessage('are you there?', 'priya');
    naomi.controller.call('priya');
    await world.settle(1_000);
    const back = world.open({}, priya.notes);
    back.controller.rejoin();
    back.controller.signIn('priya');
    await world.settle(1_000);
    assert.deepEqual(textsOf(back), ['are you there?']);
    assert.deepEqual([phaseOf(naomi), phaseOf(back)], ['outgoing', 'incoming']);
  });

  void it('says again what its person has chosen to be', async () => {
    const { world } = hubWorld();
    const { naomi, priya } = await meet({}, world);
    naomi.controller.setState('away');
    await world.settle();
    const back = await world.reload(naomi);
    back.controller.signIn('naomi');
    await world.settle();
    assert.deepEqual(
      [back.controller.snapshot.self.state, stateOf(priya, 'naomi')],
      ['available', 'available'],
    );
  });

  void it('is somebody new under another name, after too long, and where its author wants no note', async () => {
    for (const [options, name, awayMs] of [
      [{}, 'ruth', 300],
      [{}, 'naomi', 9_000],
      [{ noRejoin: true }, 'naomi', 300],
    ] as const) {
      const { world } = hubWorld();
      const { naomi } = await meet(options, world);
      const before = sidOf(naomi);
      const back = await world.reload(naomi, options, awayMs);
      back.controller.signIn(name);
      await world.settle(1_000);
      assert.notEqual(sidOf(back), before);
      assert.equal(back.controller.snapshot.link.status, 'online');
    }
  });

  void it('has no name any more that somebody else has asked for meanwhile, and gets a number', async () => {
    const { world } = hubWorld();
    const { naomi, priya } = await meet({}, world);
    world.close(naomi);
    await world.settle();
    const other = world.enter('naomi');
    await world.settle();
    assert.deepEqual([nameOf(other), stateOf(priya, 'naomi')], ['naomi', 'available']);
    const back = world.open({}, naomi.notes);
    back.controller.rejoin();
    back.controller.signIn('naomi');
    await world.settle();
    assert.equal(nameOf(back), 'naomi1');
  });

  void it('has it if it was in a call, whoever asks meanwhile', async () => {
    const { world } = hubWorld();
    const { naomi, priya } = await talk(world);
    world.close(naomi);
    await world.settle();
    const other = world.enter('naomi');
    await world.settle();
    const back = world.open({}, naomi.notes);
    back.controller.rejoin();
    await world.settle(2_000);
    assert.deepEqual([nameOf(other), nameOf(back)], ['naomi1', 'naomi']);
    assert.deepEqual([phaseOf(back), phaseOf(priya)], ['active', 'active']);
  });

  void it('has one owner of its session, and the tab that was duplicated gets a name with a number', async () => {
    const { world } = hubWorld();
    const { naomi } = await meet({}, world);
    const before = sidOf(naomi);
    world.close(naomi);
    await world.settle();
    const tabs = [naomi.notes, naomi.notes.copy()].map((notes) => world.open({}, notes));
    for (const { controller } of tabs) {
      controller.rejoin();
      controller.signIn('naomi');
    }
    await world.settle(10_000);
    assert.deepEqual(tabs.map(nameOf).sort(), ['naomi', 'naomi1']);
    assert.equal(tabs.filter((tab) => sidOf(tab) === before).length, 1);
    assert.deepEqual(
      tabs.flatMap(({ errors }) => errors),
      [],
      'they do not fight',
    );
  });
});

void describe('both pages of a call, loaded again at once', () => {
  void it('find each other again, whoever is back first', async () => {
    for (const [first, second] of [
      [0, 0],
      [0, 900],
      [900, 0],
      [40, 0],
    ] as const) {
      const { world, host } = hubWorld();
      const { naomi, priya } = await talk(world);
      for (const person of [naomi, priya]) world.close(person);
      await world.settle(500);
      const pages = [world.open({}, naomi.notes), world.open({}, priya.notes)] as const;
      const [early, late] = first <= second ? pages : [pages[1], pages[0]];
      early.controller.rejoin();
      await world.settle(Math.abs(first - second));
      late.controller.rejoin();
      await world.settle(2_000);
      assert.deepEqual(pages.map(phaseOf), ['active', 'active'], `${String(first)} and ${String(second)}`);
      assert.deepEqual(pages.map(nameOf), ['naomi', 'priya']);
      for (const page of pages) assert.equal(page.phases.includes('incoming'), false);
      await assertEmpty(world, host, ...pages);
    }
  });

  void it('end the call, each by itself, when only one comes back', async () => {
    const { world, host } = hubWorld();
    const { naomi, priya } = await talk(world);
    for (const person of [naomi, priya]) world.close(person);
    await world.settle(500);
    const back = world.open({}, naomi.notes);
    back.controller.rejoin();
    await world.settle(9_000);
    const state = callOf(back);
    assert.ok(state.phase === 'ended' && state.reason === 'peer-left');
    await assertEmpty(world, host, back);
  });
});
