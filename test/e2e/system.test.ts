/** What the system shows of a call and may ask of it, and that the screen stays on as long as one talks and looks. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Browser, BrowserContext } from 'puppeteer-core';
import { launchChromium } from './support/browsers.js';
import { isToldOf } from './support/devices.js';
import { Person } from './support/person.js';
import { RelayProcess } from './support/relay-process.js';
import { assertNothingLeft, talk } from './support/scenario.js';
import { installSystem } from './support/system.js';

/** Somebody presses a button of a headset, or of the lock screen. */
const press = ({ page }: Person, action: string): Promise<void> =>
  page.evaluate((pressed) => {
    window.systemButtons.get(pressed)?.({ action: pressed as MediaSessionAction });
  }, action);

/** What the system has: the buttons that do something, and what it shows. */
const shownOf = ({ page }: Person): Promise<{ buttons: readonly string[]; title: string }> =>
  page.evaluate(() => ({
    buttons: [...window.systemButtons.keys()].sort(),
    title: navigator.mediaSession.metadata?.title ?? '',
  }));

/** How many locks hold the screen. */
const holdsScreen = (person: Person, count: number): Promise<void> =>
  person.waitFor((wanted) => window.screenLocks.filter(({ released }) => !released).length === wanted, count);

// Firefox has none of these buttons, and headless no screen.
void describe('the system', () => {
  let relay: RelayProcess;
  let browser: Browser;
  let contexts: BrowserContext[];
  let naomi: Person;
  let priya: Person;

  before(async () => {
    [relay, browser] = await Promise.all([RelayProcess.startWithPages(), launchChromium()]);
  });
  after(async () => {
    await Promise.all([browser.close(), relay.stop()]);
  });
  beforeEach(async () => {
    contexts = [await browser.createBrowserContext(), await browser.createBrowserContext()];
    const [first, second] = contexts as [BrowserContext, BrowserContext];
    naomi = await Person.join('naomi', first, `${relay.url}call.html`, installSystem);
    priya = await Person.join('priya', second, `${relay.url}call.html`, installSystem);
    await talk(naomi, priya);
  });
  afterEach(async () => {
    await Promise.all(contexts.map((context) => context.close()));
  });

  void it('shows whom a call is with, mutes, switches the camera, hangs up, and keeps nothing', async () => {
    const buttons = ['hangup', 'togglecamera', 'togglemicrophone'];
    assert.deepEqual(await shownOf(naomi), { buttons, title: 'priya' });
    assert.deepEqual(await shownOf(priya), { buttons, title: 'naomi' });
    await isToldOf(priya, { audio: true, video: true });
    await press(naomi, 'togglemicrophone');
    await isToldOf(priya, { audio: false, video: true });
    await press(naomi, 'togglecamera');
    await isToldOf(priya, { audio: false, video: false });
    await press(naomi, 'togglemicrophone');
    await press(naomi, 'togglecamera');
    await isToldOf(priya, { audio: true, video: true });
    await press(naomi, 'hangup');
    for (const person of [naomi, priya]) {
      await person.phase('ended');
      assert.deepEqual(await shownOf(person), { buttons: [], title: '' });
    }
    await assertNothingLeft(naomi, priya);
  });

  void it('asks the page, which may have something against it', async () => {
    await naomi.page.evaluate(() => {
      document.addEventListener('call-hangup-request', (event) => {
        event.preventDefault();
        document.body.dataset.asked = 'yes';
      });
    });
    await press(naomi, 'hangup');
    await naomi.waitFor(() => document.body.dataset.asked === 'yes');
    await press(naomi, 'togglemicrophone');
    await isToldOf(priya, { audio: false, video: true });
    await naomi.phase('active');
  });

  void it('has its buttons back when the provider is removed in the middle of a call', async () => {
    await naomi.page.$eval('call-provider', (provider) => {
      provider.remove();
    });
    await naomi.waitFor(() => window.systemButtons.size === 0);
    await holdsScreen(naomi, 0);
    await priya.phase('ended');
  });

  void it('keeps the screen on while the page of a call is seen, again when it is seen again, and not after', async () => {
    await naomi.page.bringToFront();
    await holdsScreen(naomi, 1);
    const other = await (contexts[0] as BrowserContext).newPage();
    await other.bringToFront();
    await naomi.waitFor(() => document.visibilityState === 'hidden');
    await holdsScreen(naomi, 0);
    await naomi.page.bringToFront();
    await holdsScreen(naomi, 1);
    await naomi.hangUp();
    await holdsScreen(naomi, 0);
  });

  void it('lets the screen go dark where the page wants that', async () => {
    await naomi.page.bringToFront();
    await holdsScreen(naomi, 1);
    await naomi.page.$eval('call-provider', (provider) => {
      provider.noWakeLock = true;
    });
    await holdsScreen(naomi, 0);
  });
});
