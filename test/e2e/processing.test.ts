/** What is done to the sound of a real microphone, switched in the middle of a call: it is so at once, and nothing is negotiated. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import type { AudioProcessing } from '../../src/core/media/audio-processing.js';
import { launchChromium, launchFirefox, noFirefox } from './support/browsers.js';
import type { Person } from './support/person.js';
import { assertMediaBothWays, assertNothingLeft, talk } from './support/scenario.js';
import { setScene } from './support/scene.js';

type Treatment = keyof AudioProcessing;

const ALL: readonly Treatment[] = ['echoCancellation', 'noiseSuppression', 'autoGainControl'];

const press = (person: Person, name: Treatment): Promise<void> =>
  person.click(`call-audio-processing >>> [name=${name}]`);

/** Waits until the microphone that is sent is treated like that, and its switch shows it. */
const isTreated = (person: Person, name: Treatment, isOn: boolean): Promise<void> =>
  person.waitFor(
    (key, wanted) => {
      const senders = window.probe.connections.at(-1)?.getSenders() ?? [];
      const track = senders.find((sender) => sender.track?.kind === 'audio')?.track;
      const shadow = document.querySelector('call-audio-processing')?.shadowRoot;
      const shown = shadow?.querySelector<HTMLInputElement>(`[name=${key}]`)?.checked;
      return track?.readyState === 'live' && track.getSettings()[key] === wanted && shown === wanted;
    },
    name,
    isOn,
  );

const described = ({ page }: Person): Promise<string | undefined> =>
  page.evaluate(() => window.probe.connections.at(-1)?.localDescription?.sdp);

const processingIn = (title: string, launch: () => Promise<Browser>, skip: string | false): void => {
  void describe(`the sound of a microphone in ${title}`, { skip }, () => {
    const scene = setScene({ launch });

    const inCall = async (): Promise<readonly [Person, Person]> => {
      const naomi = await scene.join('naomi', { page: 'flip.html' });
      const priya = await scene.join('priya');
      await talk(naomi, priya);
      return [naomi, priya];
    };

    if (title === 'Chromium')
      void it('is treated as the person says, at once and without a new negotiation', async () => {
        const [naomi, priya] = await inCall();
        await assertMediaBothWays(naomi, priya);
        const sdp = await described(naomi);
        for (const isOn of [false, true])
          for (const name of ALL) {
            await press(naomi, name);
            await isTreated(naomi, name, isOn);
          }
        await press(naomi, 'noiseSuppression');
        await isTreated(naomi, 'noiseSuppression', false);
        await isTreated(naomi, 'echoCancellation', true);
        await assertMediaBothWays(naomi, priya);
        assert.equal(await described(naomi), sdp);
        assert.equal((await naomi.leftovers()).tracks, 2);
        await naomi.hangUp();
        await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
        await assertNothingLeft(naomi, priya);
      });
    // The microphone that Firefox pretends to have is treated in no way, and says so.
    else
      void it('that cannot be treated is shown as it is, and a press changes nothing', async () => {
        const [naomi, priya] = await inCall();
        for (const name of ALL) {
          await isTreated(naomi, name, false);
          await press(naomi, name);
        }
        for (const name of ALL) await isTreated(naomi, name, false);
        const titles = await naomi.page.evaluate(() => {
          const shadow = document.querySelector('call-audio-processing')?.shadowRoot;
          return [...(shadow?.querySelectorAll('label') ?? [])].map((label) => label.title);
        });
        assert.deepEqual([...new Set(titles)], ['This microphone does not let it be changed']);
        await assertMediaBothWays(naomi, priya);
      });
  });
};

processingIn('Chromium', () => launchChromium(), false);
processingIn('Firefox', launchFirefox, noFirefox);
