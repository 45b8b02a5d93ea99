/** What a person chooses of their devices, and what they are told, while no code can be loaded, since the network is gone. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CallState } from '../../src/core/index.js';
import type { Person } from './support/person.js';
import { assertMediaBothWays, talk } from './support/scenario.js';
import { setScene } from './support/scene.js';

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

const isSpeechWatch = (one: { url(): string }): boolean => one.url().includes('-speech-watch-');

const isHeard = (call: CallState): boolean => call.phase === 'active' && call.remote.media.audio;
const isHeardNot = (call: CallState): boolean => call.phase === 'active' && !call.remote.media.audio;

/** Runs in the page: one of its toggles says that nobody hears who speaks. */
const isTold = (): boolean =>
  [document, document.querySelector('call-video-panel')?.shadowRoot].some((root) =>
    root?.querySelector('call-mic-toggle')?.shadowRoot?.querySelector(':popover-open'),
  );

/** What has become of the tracks that are cloned from now on. */
async function noteClones({ page }: Person): Promise<() => Promise<string[]>> {
  const clones = await page.evaluateHandle(() => {
    const made: MediaStreamTrack[] = [];
    const { prototype } = MediaStreamTrack;
    const { clone } = prototype;
    prototype.clone = function () {
      const track = clone.call(this);
      made.push(track);
      return track;
    };
    return made;
  });
  return () => clones.evaluate((made) => made.map(({ readyState }) => readyState));
}

void describe('without a network', () => {
  const scene = setScene();

  void it('a device that is chosen in a call is taken at once: nothing is loaded for it', async () => {
    const [naomi, priya] = [await scene.join('naomi'), await scene.join('priya')];
    await talk(naomi, priya);
    const asked: string[] = [];
    naomi.page.on('request', (request) => asked.push(request.url()));
    await loadNothing(naomi);
    await choose(naomi);
    await isChosen(naomi);
    assert.deepEqual([asked, naomi.pageErrors], [[], []]);
    await assertMediaBothWays(naomi, priya);
  });

  void it('a device that is chosen before a call is taken as soon as there is one again, and nothing fails', async () => {
    const naomi = await scene.open('naomi');
    const comeBack = await loadNothing(naomi);
    await naomi.page.reload({ waitUntil: 'load' });
    const isTried = naomi.page.waitForRequest((request) => request.url().includes('-choices-'));
    await choose(naomi);
    await isTried;
    comeBack();
    await isChosen(naomi);
    assert.deepEqual(naomi.pageErrors, []);
  });

  void it('devices that are chosen before a call are taken when the browser says that there is one, the last choice last', async () => {
    const naomi = await scene.open('naomi');
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
  });

  void it('who speaks while muted is told so as soon as the code for that can be loaded, and is listened to once', async () => {
    const [naomi, priya] = [await scene.join('naomi'), await scene.join('priya')];
    await talk(naomi, priya);
    const clones = await noteClones(naomi);
    const comeBack = await loadNothing(naomi);
    const isTried = naomi.page.waitForRequest(isSpeechWatch);
    for (const isMuted of [true, false, true]) {
      await naomi.toggleMic();
      await priya.callIs(isMuted ? isHeardNot : isHeard);
    }
    await isTried;
    comeBack();
    await naomi.page.evaluate(() => dispatchEvent(new Event('online')));
    // The microphone that Chromium pretends to have beeps.
    await naomi.waitFor(isTold);
    assert.deepEqual([await clones(), naomi.pageErrors], [['live'], []]);
  });

  void it('the code for that is asked for no more when the call is over', async () => {
    const [naomi, priya] = [await scene.join('naomi'), await scene.join('priya')];
    await talk(naomi, priya);
    await loadNothing(naomi);
    const isTried = naomi.page.waitForRequest(isSpeechWatch);
    await naomi.toggleMic();
    await isTried;
    await naomi.hangUp();
    await naomi.phase('ended');
    const asked: string[] = [];
    naomi.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await naomi.page.evaluate(() => dispatchEvent(new Event('online')));
    // What is asked for by that is asked for first.
    await naomi.page.evaluate(() => fetch('/healthz'));
    assert.deepEqual([asked, naomi.pageErrors], [['/healthz'], []]);
  });
});
