/**
 * What a page says of how a call is to be sent, in what its browser then does: as its statistics and the other side see it. The
 * seeing end is Chromium, the sending one any.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import type { SendingOptions } from '../../src/core/index.js';
import { launchChromium, launchFirefox, noFirefox } from './support/browsers.js';
import { Person } from './support/person.js';
import { RelayProcess } from './support/relay-process.js';
import { assertNothingLeft, talk } from './support/scenario.js';

const wants = (person: Person, options: SendingOptions): Promise<void> =>
  person.page.$eval(
    'call-provider',
    (provider, wanted) => {
      Object.assign(provider, wanted);
    },
    options,
  );

/** Waits as long as a slow machine may need: what is sent grows only as fast as the browser comes to trust the network. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the arguments travel to the page as JSON
const settles = async <A extends any[]>(
  { page }: Person,
  done: (...args: A) => unknown,
  ...args: A
): Promise<void> => {
  const limits = { timeout: 90_000, polling: 100 };
  await page.waitForFunction(done as (...args: unknown[]) => unknown, limits, ...args);
};

/**
 * Waits until the picture takes so many bits per second, in so many samples in a row: what a busy machine sends may be little
 * for a moment.
 */
const takes = ({ page }: Person, atLeast: number, atMost = 1e9, inARow = 1): Promise<void> =>
  page.$eval(
    'call-provider',
    ({ controller }, least, most, wanted) =>
      new Promise<void>((resolve) => {
        let count = 0;
        const stop = controller?.subscribe(({ quality }, { quality: before }) => {
          if (!quality?.figures || quality.figures === before?.figures) return;
          const bitrate = quality.figures.sent.video?.bitrate ?? 0;
          count = bitrate >= least && bitrate <= most ? count + 1 : 0;
          if (count < wanted) return;
          stop?.();
          resolve();
        });
      }),
    atLeast,
    atMost,
    inARow,
  );

const isSentWide = (person: Person, width: number): Promise<void> =>
  settles(person, async (wanted) => (await window.probe.sent('video')).frameWidth === wanted, width);

const isSeenWide = (person: Person, width: number): Promise<void> =>
  settles(
    person,
    (wanted) => {
      const { received } =
        document.querySelector('call-provider')?.controller?.snapshot.quality?.figures ?? {};
      return received?.video?.width === wanted;
    },
    width,
  );

const isHinted = (person: Person, hint: string): Promise<void> =>
  person.waitFor(
    (wanted) =>
      window.probe.connections
        .flatMap((one) => one.getSenders())
        .some(({ track }) => track?.kind === 'video' && track.contentHint === wanted),
    hint,
  );

/** Waits until sound and picture are sent by these codecs. */
const isSentBy = (person: Person, audio: string, video: string): Promise<void> =>
  person.waitFor(
    async (first, second) =>
      (await window.probe.sent('audio')).codec === first &&
      (await window.probe.sent('video')).codec === second,
    audio,
    video,
  );

const prioritiesOf = ({ page }: Person): Promise<readonly string[]> =>
  page.evaluate(() =>
    window.probe.connections
      .flatMap((one) => one.getSenders())
      .map((one) => `${one.track?.kind ?? ''} ${one.getParameters().encodings[0]?.priority ?? ''}`),
  );

const sendsFrom = (title: string, launch: () => Promise<Browser>, skip: string | false): void => {
  void describe(`what ${title} sends`, { skip }, () => {
    let relay: RelayProcess;
    let browsers: readonly Browser[];
    let naomi: Person;
    let priya: Person;

    before(async () => {
      relay = await RelayProcess.startWithPages();
      browsers = await Promise.all([launch(), launchChromium()]);
      const [mine, theirs] = browsers as [Browser, Browser];
      naomi = await Person.join('naomi', mine, `${relay.url}call.html`);
      priya = await Person.join('priya', theirs, `${relay.url}call.html`);
      await talk(naomi, priya);
    });
    after(async () => {
      for (const browser of browsers) await browser.close();
      await relay.stop();
    });

    void it('puts sound before the picture', async () => {
      assert.deepEqual(await prioritiesOf(naomi), ['audio high', 'video low']);
    });

    void it('is a smaller picture while the page wants little data, and then as large as before', async () => {
      // Nothing else than the wish makes it smaller then.
      await wants(naomi, { degradationPreference: 'maintain-resolution' });
      await isSentWide(naomi, 640);
      await wants(naomi, { lowData: true });
      await isSentWide(naomi, 320);
      await isSeenWide(priya, 320);
      await wants(naomi, { lowData: false });
      await isSentWide(naomi, 640);
      await isSeenWide(priya, 640);
    });

    void it('is no more than the page allows, from the moment when it says so', async () => {
      await takes(naomi, 90_000);
      // Of which 40,000 are for sound.
      await wants(naomi, { maxBitrate: 90_000 });
      await takes(naomi, 1, 65_000, 4);
      await wants(naomi, { maxBitrate: 0 });
      await takes(naomi, 90_000);
    });

    void it('is hinted at, also when the camera is another one', async () => {
      await isHinted(naomi, '');
      await wants(naomi, { contentHint: 'detail' });
      await isHinted(naomi, 'detail');
      await naomi.toggleCamera();
      await naomi.waitFor(() =>
        window.probe.tracks.every((one) => one.kind === 'audio' || one.readyState === 'ended'),
      );
      await naomi.toggleCamera();
      await isHinted(naomi, 'detail');
      await wants(naomi, { contentHint: '' });
      await isHinted(naomi, '');
    });

    void it('is in the codecs that the page prefers, from the next call on', async () => {
      for (const [audio, video] of [
        ['PCMU', 'VP9'],
        ['opus', 'VP8'],
      ] as const) {
        await naomi.hangUp();
        await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
        await wants(naomi, { codecs: { audio: [audio], video: [video] } });
        await talk(naomi, priya);
        for (const person of [naomi, priya]) await isSentBy(person, audio, video);
      }
      await naomi.hangUp();
      await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
      await assertNothingLeft(naomi, priya);
    });
  });
};

sendsFrom('Chromium', launchChromium, false);
sendsFrom('Firefox', launchFirefox, noFirefox);
