/** Two whose call has no path: what is said of it, when, and how often. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Person, World, meet, talk } from '../testing/world.js';
import type { CallState } from './call/call-state.js';
import type { IceOptions } from './controller.js';
import type { IceServerOption, PathEvidence } from './ports.js';

const callOf = ({ controller }: Person): CallState => controller.snapshot.call;
const diagnosisOf = ({ controller }: Person): string | undefined => controller.snapshot.diagnosis?.code;
const codesOf = ({ errors }: Person): readonly string[] => errors.map(({ code }) => code);

const DIRECT: PathEvidence = {
  local: ['host/udp'],
  remote: ['host/udp'],
  refusals: [],
  gathering: 'complete',
};
const TURN: readonly IceServerOption[] = [{ urls: 'turn:t.example', username: 'u', credential: 'old' }];

/** Both have said yes, and no path leads from one to the other. */
async function seekInVain(options: IceOptions = {}) {
  const all = await meet(options);
  for (const { peers } of [all.naomi, all.priya]) peers.cut();
  all.naomi.controller.call('priya');
  await all.world.settle();
  for (const { peers } of [all.naomi, all.priya]) for (const peer of peers.open) peer.met = DIRECT;
  all.priya.controller.accept();
  await all.world.settle();
  return all;
}

void describe('a call that does not connect', () => {
  void it('says why after 15 s, once, and still says it when it has ended', async () => {
    const { world, naomi, priya } = await seekInVain();
    await world.settle(14_000);
    assert.deepEqual([diagnosisOf(naomi), codesOf(naomi)], [undefined, []]);
    await world.settle(1_500);
    for (const one of [naomi, priya]) {
      assert.deepEqual([diagnosisOf(one), codesOf(one)], ['no-turn', ['no-turn']]);
      assert.equal(
        one.errors[0]?.detail,
        'local: host/udp; remote: host/udp; answers: none; gathering: complete',
      );
      assert.deepEqual(one.controller.snapshot.diagnosis?.evidence, DIRECT);
    }
    await world.settle(15_000);
    const state = callOf(naomi);
    assert.ok(state.phase === 'ended' && state.reason === 'ice-failed');
    assert.deepEqual([diagnosisOf(naomi), codesOf(naomi)], ['no-turn', ['no-turn']]);
    naomi.controller.dismiss();
    assert.equal(diagnosisOf(naomi), undefined);
  });

  void it('says at once that none can, where its page allows TURN alone and names none', async () => {
    const { naomi } = await seekInVain({ privacy: 'relay' });
    assert.deepEqual([callOf(naomi).phase, codesOf(naomi)], ['connecting', ['no-turn']]);
    assert.equal(naomi.controller.snapshot.diagnosis?.relayOnly, true);
  });

  void it('says nothing any more once it connects', async () => {
    const { world, naomi, priya } = await seekInVain();
    await world.settle(16_000);
    assert.equal(diagnosisOf(naomi), 'no-turn');
    for (const { peers } of [naomi, priya]) peers.mend();
    await world.settle();
    assert.deepEqual([callOf(naomi).phase, diagnosisOf(naomi)], ['active', undefined]);
  });

  void it('says that a device is cut off when its server is lost as well', async () => {
    const { world, naomi } = await seekInVain();
    await world.settle(16_000);
    naomi.link.cut();
    assert.equal(diagnosisOf(naomi), 'network-down');
    assert.deepEqual(codesOf(naomi), ['no-turn', 'link-lost', 'network-down']);
  });
});

void describe('a call that loses its path', () => {
  const lose = async (world = new World()) => {
    const all = await talk(world);
    for (const { peers } of [all.naomi, all.priya]) {
      peers.cut();
      for (const peer of peers.open) peer.met = DIRECT;
    }
    await all.world.settle(1_000);
    return all;
  };

  void it('has 15 s to find another one before it says more', async () => {
    const { world, naomi, priya } = await lose();
    await world.settle(13_000);
    assert.equal(diagnosisOf(naomi), undefined);
    for (const { peers } of [naomi, priya]) peers.mend();
    await world.settle(8_000);
    assert.equal(callOf(naomi).phase, 'active');
    await world.settle(20_000);
    assert.deepEqual(codesOf(naomi), []);
  });

  void it('says why when it takes longer, and again in the next call', async () => {
    const { world, naomi, priya } = await lose();
    await world.settle(15_000);
    assert.equal(diagnosisOf(naomi), 'no-turn');
    naomi.controller.hangUp();
    assert.equal(diagnosisOf(naomi), undefined);
    for (const { peers } of [naomi, priya]) peers.mend();
    naomi.controller.call('priya');
    await world.settle();
    priya.controller.accept();
    await world.settle();
    for (const { peers } of [naomi, priya]) peers.cut();
    await world.settle(17_000);
    assert.deepEqual(codesOf(naomi), ['no-turn', 'no-turn']);
  });

  void it('says at once that this device is offline', async () => {
    let isOffline = false;
    const { world, naomi } = await lose(
      new World(undefined, undefined, { isHidden: false, isOffline: () => isOffline }),
    );
    assert.equal(diagnosisOf(naomi), undefined);
    isOffline = true;
    await world.settle(5_000);
    assert.equal(diagnosisOf(naomi), 'network-down');
    isOffline = false;
    await world.settle(3_000);
    assert.equal(diagnosisOf(naomi), undefined);
  });
});

void describe('a TURN server that refuses its credentials', () => {
  void it('gets those that the page has by then, once, and nobody hears of it if they are good', async () => {
    const options: { iceServers: readonly IceServerOption[] } = { iceServers: TURN };
    const { world, naomi } = await seekInVain(options);
    const good = [{ ...TURN[0], credential: 'new' }] as IceServerOption[];
    options.iceServers = good;
    const [peer] = naomi.peers.open;
    const sent = (): number =>
      callOf(naomi).phase === 'connecting' && 'negotiation' in callOf(naomi) ? 1 : 0;
    assert.ok(peer && sent());
    peer.refuseTurn();
    await world.settle();
    assert.deepEqual(peer.iceServers, good);
    const state = callOf(naomi);
    assert.ok(state.phase === 'connecting' && state.negotiation.sent === 2, 'ICE has restarted');
    assert.deepEqual(codesOf(naomi), []);
  });

  void it('is told of when it refuses those as well', async () => {
    const options: { iceServers: readonly IceServerOption[] } = { iceServers: TURN };
    const { world, naomi } = await seekInVain(options);
    options.iceServers = [{ ...TURN[0], credential: 'new' }] as IceServerOption[];
    const [peer] = naomi.peers.open;
    peer?.refuseTurn();
    await world.settle();
    peer?.refuseTurn();
    await world.settle(20_000);
    assert.deepEqual(codesOf(naomi), ['turn-auth']);
    assert.equal(diagnosisOf(naomi), 'turn-auth');
  });

  void it('is told of at once where there are no others', async () => {
    const { world, naomi } = await seekInVain({ iceServers: TURN });
    naomi.peers.open[0]?.refuseTurn();
    await world.settle();
    assert.deepEqual(codesOf(naomi), ['turn-auth']);
    assert.equal(diagnosisOf(naomi), undefined, 'there may be another way');
  });
});

void describe('a connection that somebody else closes', () => {
  void it('ends the call at once, and the other side hears of it', async () => {
    const { world, naomi, priya } = await talk();
    naomi.peers.open[0]?.setClosed('page');
    assert.equal(callOf(naomi).phase, 'ended');
    await world.settle();
    for (const one of [naomi, priya]) {
      const state = callOf(one);
      assert.ok(state.phase === 'ended' && state.reason === 'error');
      assert.equal(one.peers.open.length, 0);
    }
    assert.deepEqual([codesOf(naomi), codesOf(priya)], [['peer-closed'], []]);
  });

  void it('at the other end ends it soon, if nothing is said', async () => {
    const { world, naomi } = await talk();
    naomi.peers.open[0]?.setClosed('peer');
    await world.settle(1_500);
    assert.equal(callOf(naomi).phase, 'active');
    await world.settle(1_000);
    const state = callOf(naomi);
    assert.ok(state.phase === 'ended' && state.reason === 'peer-left');
  });

  for (const [when, lostAfterMs] of [
    ['when it closed', 0],
    ['before a word of it has come', 1_960],
  ] as const) {
    void it(`at the other end is no trouble of this network where the server is away ${when}`, async () => {
      const { world, naomi } = await talk();
      if (lostAfterMs === 0) naomi.link.cut();
      naomi.peers.open[0]?.setClosed('peer');
      await world.settle(lostAfterMs);
      if (lostAfterMs > 0) naomi.link.cut();
      world.clock.advance(50);
      const state = callOf(naomi);
      assert.ok(state.phase === 'reconnecting' && state.why === 'peer-leaving');
      await world.settle(7_900);
      assert.equal(callOf(naomi).phase, 'reconnecting');
      assert.deepEqual([diagnosisOf(naomi), codesOf(naomi)], [undefined, ['link-lost']]);
      await world.settle(200);
      const end = callOf(naomi);
      assert.ok(end.phase === 'ended' && end.reason === 'peer-left');
    });
  }
});
