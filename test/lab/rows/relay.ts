/** D: what happens to the relay while people talk. */
import { last } from '../faults.js';
import { holds, linkIs, linkIsLost, seconds } from '../oracle.js';
import type { Row } from '../row.js';

const killed: Row = {
  id: 'D1',
  fault: 'the relay is killed and started again 2 s later',
  expected: 'same call, same names, nobody twice',
  fast: true,
  async run(stage) {
    const talk = await stage.inCall();
    const [naomi, priya] = talk.people;
    await stage.relay.kill();
    await Promise.all([linkIsLost(naomi, 5_000), linkIsLost(priya, 5_000)]);
    await last('shortBlip');
    await stage.relay.startAgain();
    const backMs = Math.max(
      ...(await Promise.all([linkIs(naomi, 'online', 15_000), linkIs(priya, 'online', 15_000)])),
    );
    await Promise.all([naomi.sees(priya.name), priya.sees(naomi.name)]);
    for (const person of talk.people) {
      const [name, others] = await person.page.evaluate(() => {
        const snapshot = document.querySelector('call-provider')?.controller?.snapshot;
        return [snapshot?.self.name, snapshot?.users.length] as const;
      });
      holds('name and number of others', [name, others], [person.name, 1]);
    }
    await talk.survives(5_000);
    return `both online ${seconds(backMs)} after the restart, names kept`;
  },
};

export const RELAY: readonly Row[] = [killed];
