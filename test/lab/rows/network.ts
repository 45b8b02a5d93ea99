/** B: what networks do. */
import { last } from '../faults.js';
import { heardSince, pageTime } from '../log.js';
import { linkIs, linkIsLost, phaseIs, seconds } from '../oracle.js';
import type { Row } from '../row.js';

const blips: Row = {
  id: 'B1',
  fault: 'the network is gone for 2 and for 6 s',
  expected:
    'same call; media back within 5 s of the network; "reconnecting" only where it is gone for 2 s or more',
  fast: true,
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
  fast: true,
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
  fast: true,
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

export const NETWORK: readonly Row[] = [blips, blackhole, halfOpen];
