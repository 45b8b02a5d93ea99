/** What a screen reader finds on the page in each phase of a call: roles, names, states. Chromium's own tree tells it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { launchChromium } from './support/browsers.js';
import { KeyboardUser } from './support/keyboard-user.js';
import { RelayProcess } from './support/relay-process.js';

const assertSaysOnce = async (user: KeyboardUser): Promise<void> => {
  assert.deepEqual(await user.doubled(), []);
};

/** What must be there, in this order; other things may stand between. */
function assertFinds(tree: readonly string[], wanted: readonly string[]): void {
  let from = 0;
  for (const line of wanted) {
    const at = tree.indexOf(line, from);
    assert.ok(at >= 0, `${line} is in, and in its place in:\n${tree.join('\n')}`);
    from = at + 1;
  }
}

void describe('the accessibility tree', () => {
  let relay: RelayProcess;
  let browser: Browser;
  let naomi: KeyboardUser;
  let priya: KeyboardUser;
  before(async () => {
    relay = await RelayProcess.startWithPages();
    browser = await launchChromium();
    naomi = await KeyboardUser.open('naomi', browser, `${relay.url}keyboard.html`);
    priya = await KeyboardUser.open('priya', browser, `${relay.url}keyboard.html`);
  });
  after(async () => {
    await browser.close();
    await relay.stop();
  });

  void it('of somebody signed out asks for a name, and says what is missing', async () => {
    assertFinds(await naomi.tree(), [
      'textbox "Your name"',
      'button "Join"',
      'heading "People"',
      'StaticText "Sign in to see who is here"',
      'group "Call"',
      'StaticText "Sign in to call"',
      'heading "Chat"',
      'log "Everybody"',
      'textbox "Message everybody"',
      'button "Send" disabled',
    ]);
  });

  void it('of somebody signed in has who is here, with what can be done', async () => {
    await naomi.signIn();
    await priya.signIn();
    await naomi.is(({ users }) => users.length === 1);
    assertFinds(await naomi.tree(), [
      'group "naomi, Signed in" focused',
      'button "Sign out"',
      'heading "People"',
      'StaticText "1 here"',
      'gridcell "priya Available"',
      'button "Audio call priya"',
      'button "Video call priya"',
    ]);
  });

  void it('of an incoming call says who calls, and tells the three answers apart', async () => {
    await naomi.call('priya');
    await priya.phase('incoming');
    assertFinds(await priya.tree(), [
      'StaticText "naomi is calling you with video"',
      'group "Call"',
      'button "Decline"',
      'button "Answer: Audio"',
      'button "Answer"',
    ]);
    assertFinds(await naomi.tree(), [
      'gridcell "priya Ringing…" focused',
      'group "Call"',
      'button "Cancel call"',
    ]);
  });

  void it('of a call has its controls, and whether they are pressed', async () => {
    await priya.tabTo('Answer');
    await priya.press('Enter');
    await Promise.all([naomi.phase('active'), priya.phase('active')]);
    await naomi.is(({ call }) => call.phase === 'active' && call.remote.media.video);
    const controls = ['button "Mute microphone" not pressed', 'button "Turn camera off" not pressed'];
    assertFinds(await naomi.tree(), ['group "Call"', 'Video "priya"', ...controls, 'button "Hang up"']);
    await assertSaysOnce(naomi);
    await naomi.rowTo('Mute microphone');
    await naomi.press(' ');
    await naomi.rowTo('Turn camera off');
    await naomi.press(' ');
    await naomi.is(({ media }) => media.microphone.status === 'muted' && media.camera.status === 'off');
    assertFinds(await naomi.tree(), [
      'button "Mute microphone" pressed',
      'button "Turn camera off" pressed focused',
    ]);
    await priya.is(({ call }) => call.phase === 'active' && !call.remote.media.video);
    assertFinds(await priya.tree(), ['group "Call"', 'StaticText "naomi"', 'StaticText "Muted"']);
  });

  void it('of the list meanwhile says why nobody else can be called', async () => {
    const oleg = await KeyboardUser.open('oleg', browser, `${relay.url}keyboard.html`);
    await oleg.signIn();
    await naomi.is(({ users }) => users.length === 2);
    assertFinds(await naomi.tree(), [
      'gridcell "oleg Available"',
      'button "Audio call oleg" disabled',
      'button "Video call oleg" disabled',
      'gridcell "priya In a call with you"',
    ]);
    await oleg.leave();
  });

  void it('of a call that is over says so, and what can be done then', async () => {
    await naomi.rowTo('Hang up');
    await naomi.press('Enter');
    await naomi.isAt('Close');
    assertFinds(await naomi.tree(), [
      'group "Call"',
      'StaticText "priya"',
      'button "Call again"',
      'button "Close" focused',
    ]);
  });

  void it('of call-app in a call has its bars by name, the devices in a dialog, and before it a lobby', async () => {
    const [ada, ben] = await Promise.all(
      ['ada', 'ben'].map((name) => KeyboardUser.open(name, browser, `${relay.url}keyboard-app.html`)),
    );
    assert.ok(ada && ben);
    // A list is one Tab stop, and comes to its first person.
    for (const { page } of [ada, ben])
      await page.$eval('call-app', (app) => {
        app.room = 'another';
      });
    const lists = ['combobox "Camera"', 'combobox "Microphone"', 'combobox "Speaker"'];
    const switches = ['checkbox "Remove echo"', 'checkbox "Reduce noise"', 'checkbox "Even out loudness"'];
    await ada.tabTo('Camera and sound');
    await ada.press('Enter');
    await ada.sees('[part~=ready-button]');
    await ada.tabTo('Ready');
    assertFinds(await ada.tree(), [
      'dialog "Camera and sound"',
      'heading "Camera and sound"',
      'button "Close"',
      'region "Before you call"',
      'button "Ready" focused',
      ...lists,
      'group "Sound of your microphone"',
      ...switches,
      'button "Test the speaker"',
    ]);
    await assertSaysOnce(ada);
    await ada.press('Enter');
    await ada.isAt('Camera and sound');
    await assertSaysOnce(ada);
    await ada.signIn();
    await ben.signIn();
    await ada.call('ben');
    await ben.phase('incoming');
    await ben.tabTo('Answer');
    await ben.isHeeded();
    await ben.press('Enter');
    await ada.is(({ quality }) => quality?.rating === 'good');
    const controls = ['Mute microphone" not pressed', 'Turn camera off" not pressed', 'Camera and sound"'];
    assertFinds(await ada.tree(), [
      'button "The connection is good"',
      'toolbar "Call controls"',
      ...controls.map((name) => `button "${name}`),
      'button "Hang up"',
    ]);
    await assertSaysOnce(ada);
    await ada.rowTo('Camera and sound');
    await ada.press('Enter');
    await ada.tabTo('Close');
    // The meter is there as soon as there is something to measure.
    await ada.sees('[role=meter]');
    assertFinds(await ada.tree(), [
      'dialog "Camera and sound"',
      'button "Close" focused',
      ...lists.slice(0, 2),
      'meter "Level of your microphone"',
      ...lists.slice(2),
      ...switches,
    ]);
    await Promise.all([ada.leave(), ben.leave()]);
  });

  void it('never has a landmark that belongs to the page', async () => {
    const landmarks = /^(banner|main|contentinfo|navigation) /;
    for (const user of [naomi, priya])
      assert.deepEqual(
        (await user.tree()).filter((line) => landmarks.test(line)),
        [],
      );
  });
});
