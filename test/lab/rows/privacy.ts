/** G: what others learn of where somebody is, by the packets that leave their network. */
import type { Person } from '../../e2e/support/person.js';
import { Counter } from '../counters.js';
import { ADDRESSES, SERVER } from '../namespaces.js';
import { Talk, holds, until } from '../oracle.js';
import type { Row } from '../row.js';
import { TURN_PORT } from '../servers.js';

/** What this person's page has said so far that tells where it is. */
const tellings = ({ page }: Person): Promise<readonly string[]> =>
  page.evaluate(() =>
    window.lab.trace
      .map(([, word]) => word)
      .filter((word) => /^> .*(candidate|answer|preconnect)/.test(word)),
  );

const unanswered: Row = {
  id: 'G1',
  fault: 'somebody calls, to find out where the other one is',
  expected: 'before the answer no packet and no candidate leaves the callee but to the relay',
  fast: ['chromium'],
  setting: { turn: { transport: 'udp', ports: [TURN_PORT] } },
  async run(stage) {
    const [naomi, priya] = await stage.joinBoth();
    const toCaller = new Counter(stage.network, 'caller', 'b', ADDRESSES.a);
    const toServer = new Counter(stage.network, 'server', 'b', SERVER);
    await naomi.call(priya.name);
    await priya.phase('incoming');
    // All that the caller has to say is there, to be used.
    await until(
      priya,
      'the end of the candidates',
      15_000,
      () => window.lab.trace.filter(([, word]) => word.startsWith('< new-ice-candidate')).length > 1,
    );
    await until(
      priya,
      'the offer applied',
      5_000,
      () => window.probe.connections.at(-1)?.signalingState === 'have-remote-offer',
    );
    holds('packets to the caller and to the server', [toCaller.packets, toServer.packets], [0, 0]);
    holds('what was said', await tellings(priya), []);
    await priya.answer();
    await Promise.all([naomi.phase('active'), priya.phase('active')]);
    await Talk.of(naomi, priya);
    const [packets, asked] = [toCaller.packets, toServer.packets];
    holds('the counters see what there is', packets > 0 && asked > 0, true);
    return `none; after the answer ${packets} to the caller and ${asked} to the TURN server`;
  },
};

const relayed: Row = {
  id: 'G2',
  fault: 'privacy="relay", and a direct way that is open',
  expected: 'no packet and no address goes from one to the other, all goes to the TURN server',
  fast: ['chromium'],
  setting: { turn: { transport: 'udp', ports: [TURN_PORT] }, relayOnly: true },
  async run(stage) {
    const direct = [
      new Counter(stage.network, 'there', 'a', ADDRESSES.b),
      new Counter(stage.network, 'back', 'b', ADDRESSES.a),
    ];
    const over = new Counter(stage.network, 'over', 'a', SERVER);
    const talk = await stage.inCall();
    await talk.survives(5_000);
    holds(
      'packets from one to the other',
      direct.map(({ packets }) => packets),
      [0, 0],
    );
    for (const person of talk.people) {
      const named = (await tellings(person)).filter((word) => / (udp|tcp) /i.test(word));
      holds(
        'candidates that name another way',
        named.filter((word) => !word.endsWith(' relay')),
        [],
      );
    }
    holds('packets to the TURN server', over.packets > 0, true);
    return `none; ${over.packets} to the TURN server`;
  },
};

export const PRIVACY: readonly Row[] = [unanswered, relayed];
