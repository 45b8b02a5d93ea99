/** The sample's page calls and has to wait: its candidates come at once, and are of use only seconds later. */
import { after, before, describe, it } from 'node:test';
import type { Person } from '../e2e/support/person.js';
import { playRounds, timed } from './support/rounds.js';
import { SERVERS, type TestServer } from './support/servers.js';
import { Stage, assertMediaWithSample } from './support/stage.js';

/** Waits until it has been ringing that long, by the page's own clock. */
async function hasRung(person: Person, ms: number): Promise<void> {
  await person.phase('incoming');
  const since = await person.page.evaluate(() => performance.now());
  await person.waitFor((from, wait) => performance.now() - from >= wait, since, ms);
}

for (const [where, start] of Object.entries(SERVERS)) {
  void describe(`a call of the sample's page that is answered late, ${where}`, () => {
    let server: TestServer;
    let stage: Stage;

    before(async () => {
      server = await start();
      stage = await Stage.open(server.url);
    });
    after(async () => {
      await stage.close();
      await server.stop();
    });

    void it(`answered after three seconds of ringing, ${where}`, async (t) => {
      const [oleg, naomi] = [await stage.enterSample('oleg'), await stage.enter('naomi')];
      await oleg.sees('naomi');
      await playRounds(
        t,
        async (round) => {
          await oleg.call('naomi');
          await hasRung(naomi, 3_000);
          const ms = await timed(async () => {
            await naomi.answer();
            await Promise.all([naomi.phase('active'), oleg.isTalking()]);
          });
          await assertMediaWithSample(naomi, oleg);
          await (round % 2 === 0 ? naomi : oleg).hangUp();
          await Promise.all([naomi.phase('ended'), oleg.isFree()]);
          return ms;
        },
        () => stage.picture(),
      );
      await stage.clear();
    });
  });
}
