/** B: what networks do. */
import { performance } from 'node:perf_hooks';
import { LASTS, last } from '../faults.js';
import { heardSince, pageTime } from '../log.js';
import { holds, linkIs, linkIsLost, phaseIs, seconds, until, within } from '../oracle.js';
import type { Row } from '../row.js';
import type { ChaosOrder } from '../servers.js';

const blips: Row = {
  id: 'B1',
  fault: 'the network is gone for 2 and for 6 s',
  expected:
    'same call; media back within 5 s of the network; "reconnecting" only where it is gone for 2 s or more',
  fast: ['chromium', 'firefox'],
  async run(stage) {
    const talk = await stage.inCall();
    const [naomi] = talk.people;
    const seen: string[] = [];
    for (const blip of ['shortBlip', 'longBlip'] as const) {
      const from = await pageTime(naomi);
      stage.faults.linkDown('a');
      await last(blip);
      const mark = await talk.mark();
      stage.faults.linkUp('a');
      const ms = await talk.survives(5_000, mark);
      const shown = (await heardSince(naomi, from)).some(([, word]) => word === 'reconnecting');
      seen.push(`back after ${seconds(ms)}${shown ? ', shown as reconnecting' : ''}`);
    }
    return seen.join('; ');
  },
};

const blackhole: Row = {
  id: 'B2',
  fault: 'no UDP packet arrives for 30 s',
  expected: 'same call; media back within 2 s of the path',
  fast: ['chromium'],
  async run(stage) {
    const talk = await stage.inCall();
    stage.faults.swallowUdp();
    await Promise.all([last('blackhole'), ...talk.people.map((one) => phaseIs(one, 'reconnecting', 10_000))]);
    const mark = await talk.mark();
    stage.faults.heal();
    const ms = await talk.survives(2_000, mark);
    return `media back after ${seconds(ms)}`;
  },
};

const halfOpen: Row = {
  id: 'B10',
  fault: 'the relay is frozen: its socket stays open and silent',
  expected: 'noticed within 12 s, session resumed when it thaws, media never touched',
  fast: ['chromium'],
  async run(stage) {
    const talk = await stage.inCall();
    const [naomi] = talk.people;
    stage.relay.freeze();
    const noticedMs = await linkIsLost(naomi, 13_000);
    await talk.flows(5_000);
    stage.relay.thaw();
    const backMs = await linkIs(naomi, 'online', 15_000);
    await talk.survives(5_000);
    return `noticed after ${seconds(noticedMs)}, online ${seconds(backMs)} after the thaw`;
  },
};

const forever: Row = {
  id: 'B3',
  fault: 'no UDP packet ever arrives again',
  expected: 'ended ice-timeout on both sides, 45 s after the loss was seen; no track or connection left',
  async run(stage) {
    const talk = await stage.inCall();
    stage.faults.swallowUdp();
    const startedMs = performance.now();
    await Promise.all(talk.people.map((one) => phaseIs(one, 'reconnecting', 10_000)));
    const lostMs = performance.now() - startedMs;
    const ms = await talk.endsWith('ice-timeout', 47_000);
    return `lost after ${seconds(lostMs)}, ended ${seconds(ms)} later on both sides`;
  },
};

const newAddress: Row = {
  id: 'B4',
  fault: 'the address of a device changes, without an event',
  expected: 'same call, media back within 5 s; the session goes on',
  fast: ['chromium'],
  async run(stage) {
    const talk = await stage.inCall();
    stage.faults.changeAddress('a');
    const mark = await talk.mark();
    const ms = await talk.survives(20_000, mark);
    await linkIs(talk.people[0], 'online', 15_000);
    within('media', ms, 5_000);
    return `media back after ${seconds(ms)}`;
  },
};

const outage: Row = {
  id: 'B12',
  fault: 'a device is without any network for 20 s',
  expected: 'signaling is back first, then media; same call',
  fast: ['chromium'],
  async run(stage) {
    const talk = await stage.inCall();
    const [naomi] = talk.people;
    stage.faults.linkDown('a');
    await Promise.all([last('outage'), ...talk.people.map((one) => phaseIs(one, 'reconnecting', 15_000))]);
    await linkIsLost(naomi, 1_000);
    const mark = await talk.mark();
    stage.faults.linkUp('a');
    const startedMs = performance.now();
    const linkMs = await linkIs(naomi, 'online', 15_000);
    await talk.survives(20_000, mark);
    const mediaMs = performance.now() - startedMs;
    return `link back after ${seconds(linkMs)}, media after ${seconds(mediaMs)}`;
  },
};

const handOff: Row = {
  id: 'B5',
  fault: 'another network device comes, then the first one goes',
  expected: 'same call, media back within 5 s',
  async run(stage) {
    const talk = await stage.inCall();
    stage.faults.plugSecond('a');
    stage.faults.unplugFirst('a');
    const mark = await talk.mark();
    const ms = await talk.survives(20_000, mark);
    await linkIs(talk.people[0], 'online', 15_000);
    within('media', ms, 5_000);
    return `media back after ${seconds(ms)}`;
  },
};

const loss: Row = {
  id: 'B6',
  fault: '5, then 20 of 100 packets are lost',
  expected: 'the call stays up, and so does the link',
  async run(stage) {
    const talk = await stage.inCall();
    const [naomi] = talk.people;
    const from = await pageTime(naomi);
    for (const percent of [5, 20]) {
      stage.faults.loseUdp('a', percent);
      await last('lossy');
      await talk.survives(5_000);
      stage.faults.heal();
    }
    const heard = (await heardSince(naomi, from)).map(([, word]) => word);
    holds('what was heard meanwhile', heard, []);
    return 'nothing was noticed';
  },
};

const narrow: Row = {
  id: 'B7',
  fault: 'a line of 100 kbit/s behind a queue of half a second',
  expected: 'the call stays up',
  async run(stage) {
    const talk = await stage.inCall();
    stage.faults.narrow('a', '100kbit', 500);
    await last('narrow');
    await talk.survives(10_000);
    return 'media goes on';
  },
};

const refused: Row = {
  id: 'B13',
  fault: 'a proxy answers 502 to every socket',
  expected: 'link-lost is said while it is tried again; online within 10 s when it passes',
  setting: { chaos: true },
  async run(stage) {
    const talk = await stage.inCall();
    const [naomi] = talk.people;
    await stage.chaos.tell({ messages: 'refused', lateMs: 0 } satisfies ChaosOrder);
    stage.faults.cutSockets();
    await linkIsLost(naomi, 15_000);
    await last('longBlip');
    const tries = await naomi.page.evaluate(() => window.probe.sockets.length);
    await stage.chaos.tell({ messages: 'pass', lateMs: 0 } satisfies ChaosOrder);
    const ms = await linkIs(naomi, 'online', 20_000);
    await talk.survives(5_000);
    within('coming back', ms, 10_000);
    return `${tries - 1} tries in ${seconds(LASTS.longBlip)}, online ${seconds(ms)} later; errors ${await naomi.page.evaluate(() => window.probe.errors.join() || 'none')}`;
  },
};

const noHandshake: Row = {
  id: 'B14',
  fault: 'a socket opens and its handshake is never answered',
  expected: 'given up and tried again within 15 s; the call goes on',
  setting: { chaos: true },
  async run(stage) {
    const talk = await stage.inCall();
    const [naomi] = talk.people;
    await stage.chaos.tell({ messages: 'silent', lateMs: 0 } satisfies ChaosOrder);
    stage.faults.cutSockets();
    await linkIsLost(naomi, 15_000);
    const hasTried = (count: number): Promise<number> =>
      until(naomi, `socket ${count}`, 20_000, (wanted) => window.probe.sockets.length >= wanted, count);
    await hasTried(2);
    const ms = await hasTried(3);
    await stage.chaos.tell({ messages: 'pass', lateMs: 0 } satisfies ChaosOrder);
    await linkIs(naomi, 'online', 20_000);
    await talk.survives(5_000);
    within('giving up', ms, 16_000);
    return `tried again after ${seconds(ms)}`;
  },
};

export const NETWORK: readonly Row[] = [
  blips,
  blackhole,
  forever,
  newAddress,
  handOff,
  loss,
  narrow,
  halfOpen,
  outage,
  refused,
  noHandshake,
];
