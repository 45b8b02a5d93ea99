/**
 * A call that is prepared when somebody points at its button, and one that connects while it rings, in each browser and
 * across both: one offer, one answer, one connection. Nothing tells where the callee is before the yes, unless both pages
 * want that; and then no picture and no sound goes before it.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { launchChromium, launchFirefox, noFirefox } from './support/browsers.js';
import { Person } from './support/person.js';
import { RelayProcess } from './support/relay-process.js';
import { assertMediaBothWays, assertNothingLeft } from './support/scenario.js';
import { installWire } from './support/wire.js';

/** The types of what a page has sent for its call, candidates apart. */
const saidBy = ({ page }: Person): Promise<readonly string[]> =>
  page.evaluate(() =>
    window.wire.sent.map(({ type }) => type).filter((type) => /offer|answer|preconnect/.test(type)),
  );

/** How many candidates a page has sent. */
const candidatesOf = ({ page }: Person): Promise<number> =>
  page.evaluate(() => window.wire.sent.filter(({ type }) => type === 'new-ice-candidate').length);

const connectionsOf = ({ page }: Person): Promise<number> =>
  page.evaluate(() => window.probe.connections.length);

/** How many packets of sound and picture have been sent. */
const packetsOf = ({ page }: Person): Promise<number> =>
  page.evaluate(async () => {
    const stats = await window.probe.connections[0]?.getStats();
    const reports = [...((stats?.values() ?? []) as Iterable<{ type: string; packetsSent?: number }>)];
    const outbound = reports.filter(({ type }) => type === 'outbound-rtp');
    return outbound.reduce((sum, { packetsSent = 0 }) => sum + packetsSent, 0);
  });

/** Points at the button that calls somebody, until the page has an offer ready. */
async function pointAt(person: Person, name: string): Promise<void> {
  await person.sees(name);
  await person.page.locator(`call-user-list >>> button[title="Video call ${name}"]`).hover();
  await person.waitFor(() => window.probe.connections.length === 1);
}

/** The caller has said all there is to say while it rings, and the callee's page knows it. */
async function isToldAll(callee: Person): Promise<void> {
  await callee.phase('incoming');
  await callee.waitFor(() => window.wire.received.some(({ candidate }) => candidate === null));
  await callee.waitFor(() => window.probe.connections[0]?.signalingState === 'have-remote-offer');
}

/** Answers, and what both have said by then is this; looked at at once, since a machine under load may make a call look for a new path. */
async function answerAndTalk(
  naomi: Person,
  priya: Person,
  said: readonly [readonly string[], readonly string[]],
): Promise<void> {
  await priya.answer();
  await Promise.all([naomi.phase('active'), priya.phase('active')]);
  assert.deepEqual([await saidBy(naomi), await saidBy(priya)], said);
  assert.deepEqual([await connectionsOf(naomi), await connectionsOf(priya)], [1, 1]);
  await assertMediaBothWays(naomi, priya);
  await naomi.hangUp();
  await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
  await assertNothingLeft(naomi, priya);
}

type Launch = () => Promise<Browser>;

const callsBetween = (names: string, launch: readonly [Launch, Launch], skip: string | false): void => {
  void describe(`a call that is sooner there, ${names}`, { skip }, () => {
    let relay: RelayProcess;
    let browsers: readonly Browser[];

    before(async () => {
      relay = await RelayProcess.startWithPages();
      browsers = await Promise.all(launch.map((one) => one()));
    });
    after(async () => {
      for (const browser of browsers) await browser.close();
      await relay.stop();
    });

    const enter = async (): Promise<readonly [naomi: Person, priya: Person]> => {
      const people: Person[] = [];
      for (const [at, name] of ['naomi', 'priya'].entries()) {
        const context = await (browsers[at] as Browser).createBrowserContext();
        people.push(await Person.join(name, context, `${relay.url}call.html`, installWire));
      }
      return people as unknown as readonly [Person, Person];
    };
    const leave = async (...people: readonly Person[]): Promise<void> => {
      for (const { page } of people) await page.browserContext().close();
    };

    void it('is prepared without a word to anybody, and then made by one offer and one answer', async () => {
      const [naomi, priya] = await enter();
      await pointAt(naomi, 'priya');
      assert.deepEqual(await saidBy(naomi), []);
      await naomi.call('priya');
      await isToldAll(priya);
      assert.deepEqual([await saidBy(priya), await candidatesOf(priya)], [[], 0]);
      await answerAndTalk(naomi, priya, [['video-offer'], ['video-answer']]);
      assert.ok((await candidatesOf(priya)) > 0, 'what was counted is what is sent');
      await leave(naomi, priya);
    });

    void it('connects while it rings where both want that, without a picture or a sound', async () => {
      const [naomi, priya] = await enter();
      for (const { page } of [naomi, priya])
        await page.evaluate(() => document.querySelector('call-provider')?.setAttribute('preconnect', ''));
      await naomi.sees('priya');
      await naomi.call('priya');
      await priya.phase('incoming');
      for (const person of [naomi, priya]) {
        await person.waitFor(() => window.probe.connections[0]?.connectionState === 'connected');
        assert.equal(await packetsOf(person), 0, person.name);
      }
      assert.equal(await priya.page.evaluate(() => window.probe.tracks.length), 0);
      await Promise.all([naomi.phase('outgoing'), priya.phase('incoming')]);
      await answerAndTalk(naomi, priya, [['video-offer'], ['call-preconnect', 'video-answer']]);
      await leave(naomi, priya);
    });
  });
};

callsBetween('in Chromium', [launchChromium, launchChromium], false);
callsBetween('in Firefox', [launchFirefox, launchFirefox], noFirefox);
callsBetween('from Chromium to Firefox', [launchChromium, launchFirefox], noFirefox);
callsBetween('from Firefox to Chromium', [launchFirefox, launchChromium], noFirefox);
