/** D: what happens to the relay while people talk. */
import { last } from '../faults.js';
import { type Talk, holds, linkIs, linkIsLost, seconds } from '../oracle.js';
import type { Row } from '../row.js';

/** Both are online again under their names, alone with each other, in the same call; answers after how long. */
async function areBack(talk: Talk): Promise<number> {
  const [naomi, priya] = talk.people;
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
  return backMs;
}

const killed: Row = {
  id: 'D1',
  fault: 'the relay is killed and started again 2 s later',
  expected: 'same call, same names, nobody twice',
  fast: ['chromium', 'firefox'],
  async run(stage) {
    const talk = await stage.inCall();
    const [naomi, priya] = talk.people;
    await stage.relay.kill();
    await Promise.all([linkIsLost(naomi, 5_000), linkIsLost(priya, 5_000)]);
    await last('shortBlip');
    await stage.relay.startAgain();
    const backMs = await areBack(talk);
    return `both online ${seconds(backMs)} after the restart, names kept`;
  },
};

const drained: Row = {
  id: 'D2',
  fault: 'the relay is asked to end (SIGTERM) and started again',
  expected: 'it says goodbye; same call, same names, nobody twice',
  async run(stage) {
    const talk = await stage.inCall();
    await stage.relay.kill('SIGTERM');
    await stage.relay.startAgain();
    const backMs = await areBack(talk);
    return `both online ${seconds(backMs)} after the restart, names kept`;
  },
};

export const RELAY: readonly Row[] = [killed, drained];
