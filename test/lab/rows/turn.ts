/** F: the TURN server, and what B says of networks that let nothing else through. */
import { performance } from 'node:perf_hooks';
import { nearEnd } from '../../e2e/support/path.js';
import type { Person } from '../../e2e/support/person.js';
import { last } from '../faults.js';
import { Talk, endOf, holds, phaseIs, seconds, until, within } from '../oracle.js';
import type { Row } from '../row.js';
import { type ChaosOrder, SECOND_TURN_FROM, TURN_PORT } from '../servers.js';

const PORTS = [TURN_PORT, TURN_PORT + 1] as const;

/** Over which of the TURN servers this person's packets come: Firefox tells only what port it was given. */
const turnOf = async (person: Person): Promise<number> => {
  const { port = 0 } = await nearEnd(person);
  return PORTS[port < SECOND_TURN_FROM ? 0 : 1];
};

const killed: Row = {
  id: 'F1',
  fault: 'the TURN server of a call is killed; there is another one',
  expected: 'same call, over the other one, within 30 s',
  fast: ['chromium', 'across'],
  setting: { turn: { transport: 'udp', ports: PORTS }, relayOnly: true },
  async run(stage) {
    const talk = await stage.inCall();
    const [naomi] = talk.people;
    const port = await turnOf(naomi);
    const turn = stage.turn.get(port);
    if (!turn) throw new Error(`no TURN server on ${port}`);
    await turn.kill();
    // What comes to her comes over that server, so whatever arrives from now on comes another way.
    const ms = await talk.survives(30_000, await talk.mark());
    const now = await turnOf(naomi);
    return `media back after ${seconds(ms)} over port ${now} instead of ${port}`;
  },
};

const udpBlocked: Row = {
  id: 'B8',
  fault: 'the network lets no UDP through; TURN over TCP',
  expected: 'connected within 5 s',
  fast: ['chromium'],
  setting: { turn: { transport: 'tcp', ports: [PORTS[0]] } },
  async run(stage) {
    stage.faults.swallowUdp();
    const [naomi, priya] = await stage.joinBoth();
    const ms = await connect(naomi, priya, 15_000);
    within('connecting', ms, 5_000);
    const { turn } = await nearEnd(naomi);
    return `connected after ${seconds(ms)}, TURN over ${turn}`;
  },
};

/** Rings, answers, and waits until both are connected; answers after how long. */
async function connect(caller: Person, callee: Person, limitMs: number): Promise<number> {
  await caller.call(callee.name);
  await callee.phase('incoming');
  await callee.answer();
  const waits = [caller, callee].map((one) => phaseIs(one, 'active', limitMs));
  return Math.max(...(await Promise.all(waits)));
}

const noWay: Row = {
  id: 'B9',
  fault: 'the network lets no UDP through, and there is no TURN',
  expected: 'said as no-turn on both sides after 15 s; ended ice-failed after 30 s',
  async run(stage) {
    stage.faults.swallowUdp();
    return endsWithout(await stage.joinBoth(), 'no-turn');
  },
};

const lateTurn: Row = {
  id: 'B9b',
  fault: 'for 6 s after the answer the caller hears no TURN server, and there is no other way',
  expected:
    'connected within 10 s of its first word; within 4 s where the browser of the callee has given up before',
  setting: { turn: { transport: 'udp', ports: [PORTS[0]] }, relayOnly: true },
  async run(stage) {
    stage.faults.swallowUdp('a');
    const [naomi, priya] = await stage.joinBoth();
    await naomi.call(priya.name);
    await priya.phase('incoming');
    await priya.answer();
    await last('longBlip');
    const hasGivenUp = await priya.page.evaluate(() =>
      window.lab.trace.some(([, word]) => word.endsWith('ice failed')),
    );
    stage.faults.heal();
    const waits = [naomi, priya].map((one) => phaseIs(one, 'active', 25_000));
    const ms = Math.max(...(await Promise.all(waits)));
    within('connecting', ms, hasGivenUp ? 4_000 : 10_000);
    return `connected ${seconds(ms)} later${hasGivenUp ? ', the callee had given up' : ''}`;
  },
};

/** They call, and there is no path: both say why, and it ends. */
async function endsWithout(people: readonly [Person, Person], code: string): Promise<string> {
  const [caller, callee] = people;
  await caller.call(callee.name);
  await callee.phase('incoming');
  await callee.answer();
  const startedMs = performance.now();
  await Promise.all(people.map((one) => says(one, code, 17_000)));
  const saidMs = performance.now() - startedMs;
  const ends = await Promise.all(people.map((one) => endOf(one, 20_000)));
  for (const { reason } of ends) holds('reason', reason, 'ice-failed');
  const ms = performance.now() - startedMs;
  within('the end', ms, 32_000);
  return `${code} after ${seconds(saidMs)}, ice-failed after ${seconds(ms)}`;
}

const silentUdp: Row = {
  id: 'B8b',
  fault: 'the network lets no UDP through, and both TURN servers are named for UDP alone',
  expected: 'said as udp-blocked on both sides within 17 s; ended ice-failed within 32 s',
  setting: {
    turn: { transport: 'udp', ports: [PORTS[0]] },
    // Of TEST-NET-2 (RFC 5737): it is nowhere, as it looks from where no UDP comes through.
    relay: ['--turn-url', 'turn:198.51.100.1?transport=udp'],
  },
  async run(stage) {
    stage.faults.swallowUdp();
    return endsWithout(await stage.joinBoth(), 'udp-blocked');
  },
};

/** Waits until a `call-error` with this code has come. */
const says = (person: Person, code: string, limitMs: number): Promise<number> =>
  until(person, `says ${code}`, limitMs, (wanted) => window.probe.errors.includes(wanted), code);

const wrongSecret: Row = {
  id: 'F2',
  fault: 'the TURN server refuses the credentials, and there is no other way',
  expected: 'said as turn-auth; ended ice-failed within 32 s',
  setting: {
    turn: { transport: 'udp', ports: [PORTS[0]], lines: { 'static-auth-secret': 'another-secret' } },
    relayOnly: true,
  },
  async run(stage) {
    const [naomi, priya] = await stage.joinBoth();
    await naomi.call(priya.name);
    await priya.phase('incoming');
    await priya.answer();
    const saidMs = await says(naomi, 'turn-auth', 17_000);
    const { reason, ms } = await endOf(naomi, 32_000);
    holds('reason', reason, 'ice-failed');
    within('the end', saidMs + ms, 32_000);
    return `turn-auth after ${seconds(saidMs)}, ice-failed after ${seconds(saidMs + ms)}`;
  },
};

const runOut: Row = {
  id: 'F3',
  fault: 'TURN credentials that are good for a minute run out in a call; then the address changes',
  expected:
    'same call; the new way is asked for with the credentials that the relay has sent since, media back within 10 s',
  setting: {
    relay: ['--turn-ttl-ms', '60000'],
    turn: { transport: 'udp', ports: [PORTS[0]] },
    relayOnly: true,
  },
  async run(stage) {
    const talk = await stage.inCall();
    await last('credentials');
    await talk.survives(5_000);
    stage.faults.changeAddress('a');
    const ms = await talk.survives(10_000, await talk.mark());
    return `media back after ${seconds(ms)}`;
  },
};

const unreachable: Row = {
  id: 'F4',
  fault: 'the TURN server is silent; the direct way is open',
  expected: 'connected within 5 s: nobody waits for the end of gathering',
  setting: { turn: { transport: 'udp', ports: [PORTS[0]] } },
  async run(stage) {
    const [naomi, priya] = await stage.joinBoth();
    stage.turn.get(PORTS[0])?.freeze();
    const ms = await connect(naomi, priya, 15_000);
    within('connecting', ms, 5_000);
    return `connected after ${seconds(ms)}`;
  },
};

const quota: Row = {
  id: 'F5',
  fault: 'one TURN server has no room for another allocation; there is a second one',
  expected: 'connected within 10 s',
  setting: { turn: { transport: 'udp', ports: PORTS, lines: { 'total-quota': '1' } }, relayOnly: true },
  async run(stage) {
    const [naomi, priya] = await stage.joinBoth();
    const ms = await connect(naomi, priya, 15_000);
    within('connecting', ms, 10_000);
    const ports = await Promise.all([naomi, priya].map(turnOf));
    return `connected after ${seconds(ms)} over ports ${ports.join(' and ')}`;
  },
};

const latePackets: Row = {
  id: 'B6c',
  fault: 'every packet is 100 ms late, give or take 50: some overtake others',
  expected: 'connected within 5 s, and media goes on',
  setting: { turn: { transport: 'udp', ports: [PORTS[0]] }, chaos: true, relayOnly: true },
  async run(stage) {
    await stage.chaos.tell({ messages: 'pass', lateMs: 100 } satisfies ChaosOrder);
    const [naomi, priya] = await stage.joinBoth();
    const ms = await connect(naomi, priya, 15_000);
    within('connecting', ms, 5_000);
    await (await Talk.of(naomi, priya)).survives(10_000);
    return `connected after ${seconds(ms)}`;
  },
};

const connectionsOf = ({ page }: Person): Promise<number> =>
  page.evaluate(() => window.probe.connections.length);

const farAway: Row = {
  id: 'B6d',
  fault: 'the TURN server is 300 ms away, there and back 600; then the address of a device changes',
  expected:
    'same call; no try is thrown away before it has had its time: one fresh connection at most, media back within 15 s',
  setting: { turn: { transport: 'udp', ports: [PORTS[0]] }, chaos: true, relayOnly: true },
  async run(stage) {
    await stage.chaos.tell({ messages: 'pass', lateMs: 300 } satisfies ChaosOrder);
    const talk = await stage.inCall();
    const before = await Promise.all(talk.people.map(connectionsOf));
    stage.faults.changeAddress('a');
    const ms = await talk.survives(15_000, await talk.mark());
    const now = await Promise.all(talk.people.map(connectionsOf));
    const fresh = Math.max(...now.map((count, at) => count - (before[at] ?? 0)));
    holds('one fresh connection at most', fresh <= 1, true);
    return `media back after ${seconds(ms)}, ${fresh === 0 ? 'by a restart' : 'over a fresh connection'}`;
  },
};

export const TURN: readonly Row[] = [
  latePackets,
  farAway,
  udpBlocked,
  silentUdp,
  noWay,
  lateTurn,
  killed,
  wrongSecret,
  runOut,
  unreachable,
  quota,
];
