/** What a person chooses of their devices, and what they are told, while no code can be loaded, since the network is gone. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { launchChromium } from './support/browsers.js';
import { Person } from './support/person.js';
import { RelayProcess } from './support/relay-process.js';
import { assertMediaBothWays, talk } from './support/scenario.js';

/** From now on this page loads no file but the script, until the answer is called. */
async function loadNothing({ page }: Person): Promise<() => void> {
  let isGone = true;
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    const isLost = isGone && /call-elements-.*\.js$/.test(request.url());
    void (isLost ? request.abort('internetdisconnected') : request.continue());
  });
  return () => {
    isGone = false;
  };
}

/** As a list of the page's own asks. */
const choose = ({ page }: Person, deviceId = 'desk'): Promise<void> =>
  page.$eval(
    'call-provider',
    (provider, id) => {
      const request = new Event('call-choose-device-request', { bubbles: true, cancelable: true });
      provider.dispatchEvent(Object.assign(request, { kind: 'audio', device: { deviceId: id } }));
    },
    deviceId,
  );

const isChosen = (person: Person): Promise<void> =>
  person.waitFor(() => localStorage.getItem('call-elements/device:audio')?.includes('desk') === true);

/** Which microphones are written down from now on, one after the other. */
async function noteStoredDevices({ page }: Person): Promise<() => Promise<string[]>> {
  const stored = await page.evaluateHandle(() => {
    const ids: string[] = [];
    const setItem = Storage.prototype.setItem;
    Storage.prototype.setItem = function (key, value) {
      if (key === 'call-elements/device:audio')
        ids.push((JSON.parse(value) as { deviceId: string }).deviceId);
      setItem.call(this, key, value);
    };
    return ids;
  });
  return () => stored.jsonValue();
}

void describe('a device that is chosen without a network', () => {
  let relay: RelayProcess;
  let browser: Browser;
  before(async () => {
    relay = await RelayProcess.startWithPages();
    browser = await launchChromium();
  });
  after(async () => {
    await browser.close();
    await relay.stop();
  });

  void it('in a call is taken at once: nothing is loaded for it', async () => {
    const [naomi, priya] = await Promise.all(
      ['naomi', 'priya'].map(async (name) =>
        Person.join(name, await browser.createBrowserContext(), `${relay.url}call.html`),
      ),
    );
    assert.ok(naomi && priya);
    await talk(naomi, priya);
    const asked: string[] = [];
    naomi.page.on('request', (request) => asked.push(request.url()));
    await loadNothing(naomi);
    await choose(naomi);
    await isChosen(naomi);
    assert.deepEqual([asked, naomi.pageErrors], [[], []]);
    await assertMediaBothWays(naomi, priya);
    for (const { page } of [naomi, priya]) await page.browserContext().close();
  });

  void it('before a call is taken as soon as there is one again, and nothing fails', async () => {
    const naomi = await Person.open('naomi', await browser.createBrowserContext(), `${relay.url}call.html`);
    const comeBack = await loadNothing(naomi);
    await naomi.page.reload({ waitUntil: 'load' });
    const isTried = naomi.page.waitForRequest((request) => request.url().includes('-choices-'));
    await choose(naomi);
    await isTried;
    comeBack();
    await isChosen(naomi);
    assert.deepEqual(naomi.pageErrors, []);
    await naomi.page.browserContext().close();
  });

  void it('before a call is taken when the browser says that there is one, the last choice last', async () => {
    const naomi = await Person.open('naomi', await browser.createBrowserContext(), `${relay.url}call.html`);
    const comeBack = await loadNothing(naomi);
    await naomi.page.reload({ waitUntil: 'load' });
    const stored = await noteStoredDevices(naomi);
    const isTried = naomi.page.waitForRequest((request) => request.url().includes('-choices-'));
    await choose(naomi, 'headset');
    await isTried;
    comeBack();
    await choose(naomi);
    await naomi.page.evaluate(() => dispatchEvent(new Event('online')));
    await isChosen(naomi);
    assert.deepEqual(await stored(), ['headset', 'desk']);
    await naomi.page.browserContext().close();
  });
});

void it('who speaks while muted is told so as soon as the code for that can be loaded', async () => {
  const relay = await RelayProcess.startWithPages();
  const browser = await launchChromium();
  const [naomi, priya] = await Promise.all(
    ['naomi', 'priya'].map(async (name) =>
      Person.join(name, await browser.createBrowserContext(), `${relay.url}call.html`),
    ),
  );
  assert.ok(naomi && priya);
  await talk(naomi, priya);
  const isSpeechWatch = (one: { url(): string }): boolean => one.url().includes('-speech-watch-');
  const comeBack = await loadNothing(naomi);
  const isTried = naomi.page.waitForRequest(isSpeechWatch);
  await naomi.page.$eval('call-provider', (provider) => {
    const request = new Event('call-set-device-request', { bubbles: true, cancelable: true });
    provider.dispatchEvent(Object.assign(request, { kind: 'audio', on: false }));
  });
  await isTried;
  const isLoaded = naomi.page.waitForResponse(isSpeechWatch);
  comeBack();
  await naomi.page.evaluate(() => dispatchEvent(new Event('online')));
  assert.equal((await isLoaded).status(), 200);
  assert.deepEqual(naomi.pageErrors, []);
  await browser.close();
  await relay.stop();
});
