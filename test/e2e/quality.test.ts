/** How good a real call is: figures, rating and sum, in each browser and across both. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import type { CallFigures, CallSummary } from '../../src/core/index.js';
import { launchChromium, launchFirefox, noFirefox } from './support/browsers.js';
import { Person } from './support/person.js';
import { RelayProcess } from './support/relay-process.js';
import { assertNothingLeft, talk } from './support/scenario.js';

/** Waits until sound and pictures of both directions are counted. */
async function figuresOf(person: Person): Promise<CallFigures> {
  await person.waitFor(() => {
    const { sent, received } =
      document.querySelector('call-provider')?.controller?.snapshot.quality?.figures ?? {};
    return (
      [sent?.audio, sent?.video, received?.audio, received?.video].every((one) => (one?.bitrate ?? 0) > 0) &&
      (received?.video?.width ?? 0) > 0
    );
  });
  const figures = await person.page.evaluate(
    () => document.querySelector('call-provider')?.controller?.snapshot.quality?.figures,
  );
  assert.ok(figures);
  return figures;
}

/** Hears how the call was when it is over. */
const listenForSummary = (person: Person): Promise<void> =>
  person.page.evaluate(() => {
    document.addEventListener('call-ended', ({ summary }) => {
      document.body.dataset.summary = JSON.stringify(summary);
    });
  });

async function summaryOf(person: Person): Promise<CallSummary> {
  await person.waitFor(() => document.body.dataset.summary !== undefined);
  return JSON.parse(await person.page.evaluate(() => document.body.dataset.summary ?? '')) as CallSummary;
}

/** The person's page asks for less, and waits until the sender of the picture is told. */
async function sendsLess(person: Person): Promise<void> {
  const { pc } = await person.talk();
  await person.page.$eval('call-provider', (provider) => (provider.maxBitrate = 100_000));
  await person.waitFor(() =>
    window.probe.connections
      .flatMap((one) => one.getSenders())
      .some((one) => one.track?.kind === 'video' && one.getParameters().encodings[0]?.maxBitrate === 60_000),
  );
  assert.equal((await person.talk()).pc, pc);
}

const callsBetween = (
  names: string,
  launch: readonly [() => Promise<Browser>, () => Promise<Browser>],
  skip: string | false,
): void => {
  void describe(`the quality of a call ${names}`, { skip }, () => {
    let relay: RelayProcess;
    const browsers: Browser[] = [];

    before(async () => {
      relay = await RelayProcess.startWithPages();
      for (const one of launch) browsers.push(await one());
    });

    after(async () => {
      for (const browser of browsers) await browser.close();
      await relay.stop();
    });

    void it('is measured both ways, rated, limited on the way, and added up when the call is over', async () => {
      const people: Person[] = [];
      for (const [at, name] of ['naomi', 'priya'].entries()) {
        const context = await (browsers[at] as Browser).createBrowserContext();
        people.push(await Person.join(name, context, `${relay.url}call.html`));
      }
      const [naomi, priya] = people as [Person, Person];
      await listenForSummary(naomi);
      await listenForSummary(priya);
      await talk(naomi, priya);
      for (const person of people) {
        await person.page.bringToFront();
        const { path, sent, received } = await figuresOf(person);
        assert.equal(path?.kind, 'direct');
        assert.equal(path.protocol, 'udp');
        assert.equal(sent.audio?.codec, 'opus');
        assert.ok((received.video?.codec ?? '') !== '');
        await person.waitFor(
          () => document.querySelector('call-provider')?.controller?.snapshot.quality?.rating !== null,
        );
      }
      await sendsLess(naomi);
      await naomi.hangUp();
      for (const person of people) {
        const { durationMs, path, bytesSent, bytesReceived, ratedMs } = await summaryOf(person);
        assert.ok(durationMs > 0 && bytesSent > 0 && bytesReceived > 0);
        assert.equal(path?.kind, 'direct');
        assert.ok(Object.values(ratedMs).some((ms) => ms > 0));
      }
      await assertNothingLeft(naomi, priya);
    });
  });
};

callsBetween('in Chromium', [() => launchChromium(), () => launchChromium()], false);
callsBetween('in Firefox', [launchFirefox, launchFirefox], noFirefox);
callsBetween('between Chromium and Firefox', [() => launchChromium(), launchFirefox], noFirefox);
