/** Two people press the button in the same moment: one call, nobody rings, each time. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { launchChromium, launchFirefox, noFirefox } from './support/browsers.js';
import { holdBack, offersCross } from './support/hold-back.js';
import type { Person } from './support/person.js';
import { assertNothingLeft } from './support/scenario.js';
import { setScene } from './support/scene.js';

/** Each calls the other, and hears of the other's call only when both are out. */
async function callAtOnce(naomi: Person, priya: Person): Promise<void> {
  for (const person of [naomi, priya]) await holdBack(person);
  for (const person of [naomi, priya]) {
    await person.page.evaluate(
      (name) => {
        document.querySelector('call-provider')?.controller?.call(name);
      },
      person === naomi ? 'priya' : 'naomi',
    );
  }
  await offersCross(naomi, priya);
  await Promise.all([naomi.phase('active'), priya.phase('active')]);
}

const FEW = 5;

const glareIn = (
  title: string,
  launch: () => Promise<Browser>,
  rounds: number,
  skip: string | false,
): void => {
  void describe(`both call at once in ${title}`, { skip }, () => {
    const scene = setScene({ launch });

    /** A few times in a row: the relay lets nobody ring the same person more often at once. */
    const fewRounds = async (rounds: number): Promise<void> => {
      const people = [await scene.join('naomi'), await scene.join('priya')] as const;
      const [naomi, priya] = people;
      await naomi.sees('priya');
      await priya.sees('naomi');
      for (const { page } of people) {
        await page.evaluate(() => {
          document.addEventListener('call-incoming', () => (document.title = 'it rang'));
        });
      }
      for (let round = 0; round < rounds; round += 1) {
        await callAtOnce(naomi, priya);
        const ids = [await naomi.talk(), await priya.talk()].map(({ id }) => id);
        assert.equal(ids[0], ids[1], `round ${String(round)}`);
        await (people[round % 2] ?? naomi).page.evaluate(() =>
          document.querySelector('call-provider')?.controller?.hangUp(),
        );
        await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
      }
      for (const { page } of people) assert.equal(await page.title(), 'A call', 'nobody rang');
      await assertNothingLeft(...people);
      for (const { page } of people) await page.browserContext().close();
    };

    void it(`and talk in one call, without ringing, ${String(rounds)} times of ${String(rounds)}`, async () => {
      for (let left = rounds; left > 0; left -= FEW) await fewRounds(Math.min(left, FEW));
    });
  });
};

glareIn('Chromium', () => launchChromium(), 20, false);
glareIn('Firefox', launchFirefox, 5, noFirefox);
