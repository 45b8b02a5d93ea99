/**
 * Whole calls by keyboard alone, and what a screen reader is given on the way: every control is reached with Tab, or with
 * arrow keys in the row of a call, each stop can be seen, the focus is never lost when a view changes, and each phase is
 * said once.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { launchChromium, launchFirefox, noFirefox } from './support/browsers.js';
import { KeyboardUser } from './support/keyboard-user.js';
import { RelayProcess } from './support/relay-process.js';

interface Place {
  readonly title: string;
  readonly page: string;
  readonly width: number;
  /** What has to be pressed first to come to a part of the page that is not shown. */
  readonly tabs: Readonly<Partial<Record<'people' | 'call' | 'chat', RegExp>>>;
  /** Where the focus is while one calls out of the list, and while it is closed again. */
  readonly calling: RegExp;
  readonly closed: RegExp;
  /** Where the focus is when somebody calls again. */
  readonly asked: RegExp;
}

const ELEMENTS: Place = {
  title: 'elements of their own',
  page: 'keyboard.html',
  width: 1280,
  tabs: {},
  calling: /priya/,
  closed: /^Call$/,
  asked: /^Call$/,
};
const APP: Place = {
  ...ELEMENTS,
  title: 'call-app',
  page: 'keyboard-app.html',
  asked: /naomi ?is calling you with video/,
};
const DRAWER: Place = {
  ...APP,
  title: 'call-app on a tablet',
  width: 800,
  tabs: { people: /^People$/, chat: /^Chat/ },
};
const PHONE: Place = {
  ...APP,
  title: 'call-app on a phone',
  width: 390,
  tabs: { people: /^People$/, call: /^Call$/, chat: /^Chat/ },
  calling: /^Call$/,
  closed: /^People$/,
};

const byKeyboard = (title: string, launch: () => Promise<Browser>, skip: string | false): void => {
  void describe(`by keyboard in ${title}`, { skip }, () => {
    let relay: RelayProcess;
    let browser: Browser;
    let users: readonly KeyboardUser[] = [];
    before(async () => {
      relay = await RelayProcess.startWithPages();
      browser = await launch();
    });
    afterEach(async () => {
      for (const user of users) await user.leave();
      users = [];
    });
    after(async () => {
      await browser.close();
      await relay.stop();
    });

    const open = async (name: string, page: string, width?: number): Promise<KeyboardUser> => {
      const user = await KeyboardUser.open(name, browser, relay.url + page, width);
      users = [...users, user];
      return user;
    };

    for (const place of [ELEMENTS, APP, DRAWER, PHONE]) {
      const show = async (user: KeyboardUser, part: keyof Place['tabs']): Promise<void> => {
        const tab = place.tabs[part];
        if (!tab) return;
        await user.tabTo(tab);
        await user.press('Enter');
      };

      void it(`two people call, mute, write, hang up and call again: ${place.title}`, async () => {
        const enter = async (name: string): Promise<KeyboardUser> => {
          const user = await open(name, place.page, place.width);
          await user.signIn();
          await user.isAt(`${name}, Signed in`);
          return user;
        };
        const [naomi, priya] = [await enter('naomi'), await enter('priya')];

        await naomi.call('priya');
        await priya.phase('incoming');
        await naomi.isAt(place.calling);
        await priya.tabTo('Answer');
        await priya.isHeeded();
        await priya.press('Enter');
        await priya.isAt('Hang up');
        await Promise.all([naomi.phase('active'), priya.phase('active')]);

        await naomi.rowTo('Mute microphone');
        await naomi.press(' ');
        await priya.is(({ call }) => call.phase === 'active' && !call.remote.media.audio);
        await naomi.isAt('Mute microphone');
        await naomi.rowTo('Turn camera off');
        await naomi.press(' ');
        await priya.is(({ call }) => call.phase === 'active' && !call.remote.media.video);
        await naomi.isAt('Turn camera off');

        await show(naomi, 'chat');
        await naomi.tabTo('Message priya');
        await naomi.type('hello');
        await naomi.press('Enter');
        await priya.is(({ chat }) => chat.messages.some(({ text }) => text === 'hello'));
        await naomi.isAt('Message priya');

        await show(naomi, 'call');
        await naomi.rowTo('Hang up', true);
        await naomi.press('Enter');
        await Promise.all([naomi.isAt('Close'), priya.phase('ended')]);
        await priya.isAt('Close');

        await naomi.tabTo('Call again', true);
        await naomi.press('Enter');
        await naomi.isAt('Cancel call');
        await priya.phase('incoming');
        await priya.isAt(place.asked);
        await priya.tabTo('Decline');
        await priya.isHeeded();
        await priya.press('Enter');
        await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
        await naomi.isAt('Close');
        await priya.isAt('Close');

        await naomi.press('Enter');
        await naomi.isAt(place.closed);
        await show(naomi, 'people');
        await naomi.tabTo('Sign out');
        await naomi.press('Enter');
        await naomi.isAt('Your name');

        const talk = ['Connecting…', 'In a call with priya', 'Call ended'];
        const ring = ['priya: Calling…', 'priya: Ringing…'];
        // The microphone of this browser is never silent: whether it is told so depends on how long it was off.
        const isHint = (words: string): boolean => words === 'You are speaking, but your microphone is off';
        assert.deepEqual(
          (await naomi.said()).filter((words) => !isHint(words)),
          [...ring, ...talk, ...ring, 'priya declined'],
        );
        // A dialog that has the focus says itself who calls.
        const asks = place === ELEMENTS ? ['naomi is calling you with video'] : [];
        assert.deepEqual(
          (await priya.said()).filter((words) => words !== 'naomi: hello'),
          [...asks, 'Connecting…', 'In a call with naomi', 'naomi hung up', ...asks, 'You declined'],
        );
      });
    }

    void it('the figures of a call and its devices are looked at and left, and the devices before it too', async () => {
      const [naomi, priya] = [await open('naomi', APP.page), await open('priya', APP.page)];
      await naomi.signIn();
      await priya.signIn();

      await naomi.tabTo('Camera and sound');
      await naomi.press('Enter');
      await naomi.sees('[part~=ready-button]');
      await naomi.tabTo('Ready');
      await naomi.press('Escape');
      await naomi.isAt('Camera and sound');

      await naomi.call('priya');
      await priya.phase('incoming');
      await priya.tabTo('Answer');
      await priya.isHeeded();
      await priya.press('Enter');
      await naomi.phase('active');

      await naomi.is(({ quality }) => quality !== null && quality.rating !== null);
      await naomi.tabTo(/^The connection is (good|fair|poor)$/);
      assert.equal(await naomi.opens('call-quality', '[popover]'), false);
      await naomi.press('Enter');
      assert.equal(await naomi.opens('call-quality', '[popover]'), true);
      await naomi.press('Escape');
      assert.equal(await naomi.opens('call-quality', '[popover]'), false);
      await naomi.isAt(/^The connection is/);

      await naomi.rowTo('Camera and sound');
      await naomi.press('Enter');
      for (const part of ['call-device-select[kind=speaker] >>> select', 'call-audio-processing >>> input'])
        await naomi.sees(part);
      await naomi.tabTo('Speaker');
      await naomi.tabTo('Reduce noise');
      await naomi.press(' ');
      await naomi.isAt('Reduce noise');
      await naomi.press('ArrowRight', 'Escape');
      await naomi.isAt('Camera and sound');
      await naomi.press('End', 'Enter');
      await Promise.all([naomi.isAt('Close'), priya.phase('ended')]);
    });

    void it('a name that is none is said, and the field keeps the focus', async () => {
      const user = await open('nobody', 'keyboard.html');
      await user.tabTo('Your name');
      await user.press(' ', 'Enter');
      await user.isAt('Your name');
      assert.deepEqual(await user.said(), ['Choose a name of 1 to 64 characters']);
    });

    void it('a window that is left and come back to has its focus where it was', async () => {
      const naomi = await open('naomi', 'keyboard.html');
      await naomi.signIn();
      await naomi.isAt('naomi, Signed in');
      const other = await open('priya', 'keyboard.html');
      await other.tabTo('Your name');
      await naomi.isAt('naomi, Signed in');
      await naomi.press('Tab');
      assert.equal((await naomi.focused()).name, 'Sign out');
    });
  });
};

byKeyboard('Chromium', () => launchChromium(), false);
byKeyboard('Firefox', launchFirefox, noFirefox);
