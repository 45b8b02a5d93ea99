/**
 * Both call at once, and one is the sample's page. Once with a slow network in front of that page, so that the two
 * offers surely cross on the wire; once with both persons clicking in the same moment, whichever way that comes out.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Person } from '../e2e/support/person.js';
import { assertNothingLeft } from '../e2e/support/scenario.js';
import { playRounds, timed } from './support/rounds.js';
import type { SamplePerson } from './support/sample-person.js';
import { SERVERS, type TestServer } from './support/servers.js';
import { Stage, assertMediaWithSample } from './support/stage.js';

declare global {
  interface Window {
    phases: string[];
  }
}

const notePhases = (person: Person): Promise<void> =>
  person.page.evaluate(() => {
    window.phases = [];
    addEventListener('call-phase-change', ({ phase }) => window.phases.push(phase));
  });

/** What the person went through since this was last asked. */
const phasesOf = (person: Person): Promise<readonly string[]> =>
  person.page.evaluate(() => window.phases.splice(0));

/** Its own call is under way when it hears ours. */
async function crossOnTheWire(naomi: Person, oleg: SamplePerson): Promise<void> {
  await oleg.hold();
  await naomi.call('oleg');
  await oleg.awaits('video-offer');
  await oleg.call('naomi');
  await oleg.awaits('hang-up');
  await oleg.release();
}

async function clickAtOnce(naomi: Person, oleg: SamplePerson): Promise<void> {
  const dial = naomi.page.evaluate(() => {
    document.querySelector('call-provider')?.controller?.call('oleg');
  });
  await Promise.all([dial, oleg.call('naomi')]);
}

for (const [where, start] of Object.entries(SERVERS)) {
  void describe(`both call at once, ${where}`, () => {
    let server: TestServer;
    let stage: Stage;
    let naomi: Person;
    let oleg: SamplePerson;

    before(async () => {
      server = await start();
      stage = await Stage.open(server.url);
      [oleg, naomi] = [await stage.enterSample('oleg'), await stage.enter('naomi')];
      await naomi.sees('oleg');
      await oleg.sees('naomi');
      await notePhases(naomi);
    });
    after(async () => {
      try {
        // Its script asks for a local offer after it has taken ours.
        await stage.clear({ samplesMayStumble: true });
      } finally {
        await stage.close();
        await server.stop();
      }
    });

    const connects = async (begin: () => Promise<void>): Promise<number> => {
      const ms = await timed(async () => {
        await begin();
        await Promise.all([naomi.phase('active'), oleg.isTalking()]);
      });
      await assertMediaWithSample(naomi, oleg);
      assert.deepEqual(await phasesOf(naomi), ['outgoing', 'connecting', 'active']);
      return ms;
    };

    const part = async (one: Person | SamplePerson): Promise<void> => {
      await one.hangUp();
      await Promise.all([naomi.phase('ended'), oleg.isFree()]);
      await phasesOf(naomi);
    };

    void it(`two offers that cross on the wire, ${where}`, async (t) => {
      await playRounds(
        t,
        async (round) => {
          const heard = (await oleg.heard()).length;
          const ms = await connects(() => crossOnTheWire(naomi, oleg));
          const said = (await oleg.heard()).slice(heard).map(({ type }) => type);
          const [, second] = [said.indexOf('hang-up'), said.lastIndexOf('video-offer')];
          assert.equal(said.filter((type) => type === 'video-offer').length, 2);
          assert.ok(
            said.indexOf('hang-up') > 0 && said.indexOf('hang-up') < second,
            'a hang-up between the two',
          );
          await part(round % 2 === 0 ? naomi : oleg);
          return ms;
        },
        () => stage.picture(),
      );
      await assertNothingLeft(naomi);
    });

    void it(`two persons who click in the same moment, ${where}`, async (t) => {
      await playRounds(
        t,
        async (round) => {
          const ms = await connects(() => clickAtOnce(naomi, oleg));
          await part(round % 2 === 0 ? oleg : naomi);
          return ms;
        },
        () => stage.picture(),
      );
      await assertNothingLeft(naomi);
    });
  });
}
