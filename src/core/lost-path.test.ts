/** Two whose path is lost: what each does of it must bring them together again, as one call. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FakePeer } from '../testing/fake-peers.js';
import { meet, type Person, talk, type World } from '../testing/world.js';
import type { IceServerOption, RawStats } from './ports.js';

const phaseOf = ({ controller }: Person): string => controller.snapshot.call.phase;

const callIdOf = ({ controller }: Person): string | undefined => {
  const { call } = controller.snapshot;
  return 'call' in call ? call.call.id : undefined;
};

const counted = (packetsReceived: number): readonly RawStats[] => [
  { id: 'audio', type: 'inbound-rtp', timestamp: 0, packetsReceived },
];

/** Sound comes in for so long. */
async function hear(world: World, peer: FakePeer | undefined, seconds: number): Promise<void> {
  assert.ok(peer);
  for (let second = 0; second < seconds; second += 1) {
    peer.counted = counted(Number(peer.counted[0]?.packetsReceived ?? 0) + 50);
    await world.settle(1_000);
  }
}

void describe('two whose path is lost', () => {
  void it('look for another one as soon as one of them hears nothing, and go on', async () => {
    const { world, naomi, priya } = await talk();
    await hear(world, naomi.peers.open[0], 5);
    assert.equal(naomi.phases.at(-1), 'active');
    await world.settle(3_000);
    const { call } = naomi.controller.snapshot;
    assert.ok(call.phase === 'reconnecting' && call.negotiation.sent === 2 && call.negotiation.answered);
    // To the browser the path was there all the time: only what comes can tell.
    await hear(world, naomi.peers.open[0], 1);
    assert.deepEqual([phaseOf(naomi), phaseOf(priya)], ['active', 'active']);
  });

  void it('are back as soon as there is a path, however long that takes within 45 s', async () => {
    const { world, naomi, priya } = await talk();
    const id = callIdOf(naomi);
    for (const { peers } of [naomi, priya]) peers.cut();
    await world.settle(40_000);
    assert.deepEqual([phaseOf(naomi), phaseOf(priya)], ['reconnecting', 'reconnecting']);
    for (const { peers } of [naomi, priya]) peers.mend();
    await world.settle();
    assert.deepEqual([phaseOf(naomi), phaseOf(priya)], ['active', 'active']);
    assert.deepEqual([callIdOf(naomi), callIdOf(priya)], [id, id]);
    assert.deepEqual([naomi.peers.open.length, priya.peers.open.length], [1, 1]);
    await world.settle(60_000);
    assert.deepEqual([phaseOf(naomi), phaseOf(priya)], ['active', 'active'], 'nothing of it is left');
  });

  /** Naomi is in a call over a path of this many seconds there and back. */
  async function overSlowPath(
    currentRoundTripTime: number,
  ): Promise<{ world: World; naomi: Person; peer: FakePeer }> {
    const { world, naomi } = await talk();
    const [peer] = naomi.peers.open;
    assert.ok(peer);
    const pair = { id: 'pair', type: 'candidate-pair', timestamp: 0, selected: true, currentRoundTripTime };
    for (let packets = 50; packets < 300; packets += 50) {
      peer.counted = [...counted(packets), pair];
      await world.settle(1_000);
    }
    return { world, naomi, peer };
  }

  void it('give a restart the time that it takes where the path was a slow one', async () => {
    const { world, naomi, peer } = await overSlowPath(0.75);
    await world.settle(7_000);
    assert.deepEqual([phaseOf(naomi), naomi.peers.open[0] === peer], ['reconnecting', true]);
    await world.settle(2_000);
    assert.notEqual(naomi.peers.open[0], peer);
  });

  void it('do not give it to a connection that the browser has given up', async () => {
    const { world, naomi, peer } = await overSlowPath(1);
    peer.connectIfReady = () => undefined;
    peer.setConnection('failed');
    await world.settle(1_400);
    assert.equal(naomi.peers.open[0], peer);
    await world.settle(400);
    assert.notEqual(naomi.peers.open[0], peer);
  });

  void it('go on with a fresh connection where the one they had never recovers', async () => {
    const { world, naomi, priya } = await talk();
    const [dead] = naomi.peers.open;
    assert.ok(dead);
    dead.connectIfReady = () => undefined;
    dead.setConnection('failed');
    await world.settle(7_000);
    assert.deepEqual([phaseOf(naomi), phaseOf(priya)], ['active', 'active']);
    assert.ok(!naomi.peers.open.includes(dead));
    for (const { controller } of [naomi, priya]) {
      const { call } = controller.snapshot;
      assert.ok(call.phase === 'active' && call.negotiation.pc === 2);
    }
  });

  void it('lose their servers too: who is back there first offers at once, and they go on', async () => {
    const { world, naomi, priya } = await talk();
    for (const { peers, link } of [naomi, priya]) {
      peers.cut();
      link.cut();
    }
    for (const { peers } of [naomi, priya]) peers.mend();
    await world.settle(3_000);
    assert.deepEqual([phaseOf(naomi), phaseOf(priya)], ['active', 'active']);
  });

  void it('restart with the servers and credentials that there are then', async () => {
    const options: { iceServers: IceServerOption[] } = { iceServers: [] };
    const { world, naomi, priya } = await meet(options);
    naomi.controller.call('priya');
    await world.settle();
    priya.controller.accept();
    await world.settle();
    const [peer] = naomi.peers.open;
    assert.ok(peer);
    const fresh = [{ urls: 'turn:t', username: 'fresh', credential: 'c' }];
    options.iceServers = fresh;
    assert.deepEqual(peer.iceServers, []);
    peer.setConnection('failed');
    await world.settle();
    assert.deepEqual(peer.iceServers, fresh);
  });
});
