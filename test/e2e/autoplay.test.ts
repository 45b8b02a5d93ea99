/** Sound on a page that nobody has touched, in a browser that plays none before a gesture. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, CDPSession } from 'puppeteer-core';
import { launchAskingChromium } from './support/browsers.js';
import { permit, type Permissions } from './support/devices.js';
import { Person } from './support/person.js';
import { RelayProcess } from './support/relay-process.js';
import { assertNothingLeft } from './support/scenario.js';

const GRANTED: Permissions = { camera: 'granted', microphone: 'granted' };
const DENIED: Permissions = { camera: 'denied', microphone: 'denied' };

/** Looks into the page without touching it: what puppeteer evaluates counts as a gesture of the person. */
class Onlooker {
  readonly #session: CDPSession;

  constructor(session: CDPSession) {
    this.#session = session;
  }

  /** `expression` knows the `panel`, its `root`, and that is all. */
  async read(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.#session.send('Runtime.evaluate', {
      expression: `(async () => {
        const panel = document.querySelector('call-video-panel');
        const root = panel?.shadowRoot;
        return ${expression};
      })()`,
      awaitPromise: true,
      returnByValue: true,
      userGesture: false,
    });
    assert.equal(exceptionDetails, undefined);
    return result.value;
  }

  /** Waits, from frame to frame, until it is so. */
  async until(condition: string): Promise<void> {
    await this.read(`await new Promise((resolve) => {
      const check = async () => ((${condition}) ? resolve() : requestAnimationFrame(check));
      void check();
    })`);
  }

  async middleOf(selector: string): Promise<readonly [number, number]> {
    const box = await this.read(
      `(({ x, y, width, height }) => [x + width / 2, y + height / 2])(root.querySelector('${selector}').getBoundingClientRect())`,
    );
    return box as [number, number];
  }
}

const FRAMES = `root.querySelector('.remote').getVideoPlaybackQuality().totalVideoFrames`;

const GESTURES: Readonly<Record<string, (page: Person['page'], onlooker: Onlooker) => Promise<void>>> = {
  'a tap on the button': async (page, onlooker) => {
    await page.mouse.click(...(await onlooker.middleOf('.unblock')));
  },
  'a click elsewhere on the page': (page) => page.mouse.click(20, 20),
  'a key': (page) => page.keyboard.press('a'),
};

void describe('a page that nobody has touched', () => {
  let relay: RelayProcess;
  let browser: Browser;
  const contexts: BrowserContext[] = [];

  before(async () => {
    relay = await RelayProcess.startWithPages();
    browser = await launchAskingChromium('--autoplay-policy=document-user-activation-required');
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });
  after(async () => {
    await browser.close();
    await relay.stop();
  });

  const contextWith = async (permissions: Permissions): Promise<BrowserContext> => {
    const context = await browser.createBrowserContext();
    contexts.push(context);
    await permit(context, relay.url, permissions);
    return context;
  };

  /** naomi calls the page, which answers; it is in front, and still untouched. */
  const callIt = async (permissions: Permissions) => {
    const page = `${relay.url}answers-itself.html`;
    const priya = await Person.open('priya', await contextWith(permissions), page);
    const onlooker = new Onlooker(await priya.page.createCDPSession());
    const naomi = await Person.join('naomi', await contextWith(GRANTED), `${relay.url}call.html`);
    await naomi.sees('priya');
    await naomi.call('priya');
    await naomi.phase('active');
    await priya.page.bringToFront();
    return { naomi, priya, onlooker };
  };

  for (const [title, gesture] of Object.entries(GESTURES)) {
    void it(`shows a moving picture without sound, and is heard after ${title}`, async () => {
      const { naomi, priya, onlooker } = await callIt(DENIED);
      await onlooker.until(`panel.matches(':state(sound-blocked)') && root.querySelector('.unblock')`);
      assert.match(
        String(await onlooker.read(`root.querySelector('.unblock').textContent`)),
        /Tap to hear naomi/,
      );
      const frames = Number(await onlooker.read(FRAMES));
      await onlooker.until(`${FRAMES} > ${String(frames + 5)}`);
      assert.equal(await onlooker.read(`navigator.userActivation.hasBeenActive`), false);
      assert.equal(await onlooker.read(`(await probe.flow()).energy > 0.001`), false);
      await gesture(priya.page, onlooker);
      await onlooker.until(`!panel.matches(':state(sound-blocked)') && !root.querySelector('.unblock')`);
      await priya.hears();
      await naomi.hangUp();
      await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
      await assertNothingLeft(naomi, priya);
    });
  }

  void it('is heard by itself when it may use its devices', async () => {
    const { onlooker } = await callIt(GRANTED);
    await onlooker.until(`(await probe.flow()).energy > 0.001`);
    assert.deepEqual(
      await onlooker.read(`[navigator.userActivation.hasBeenActive, panel.matches(':state(sound-blocked)')]`),
      [false, false],
    );
  });

  void it('never plays its own picture with sound', async () => {
    const { onlooker } = await callIt(GRANTED);
    await onlooker.until(`root.querySelector('.self video')?.srcObject`);
    const audible = await onlooker.read(
      `[...root.querySelectorAll('video, audio')].filter(({ muted }) => !muted).map(({ className, srcObject }) =>
        [className, srcObject.getAudioTracks().some((track) => probe.tracks.includes(track))])`,
    );
    assert.deepEqual(audible, [['sound', false]]);
  });
});
