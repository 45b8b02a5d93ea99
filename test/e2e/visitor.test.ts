/** Visitors of a page with two tags, provider and button, talk to somebody whose name the page knows. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { launchChromium, launchFirefox, noFirefox } from './support/browsers.js';
import { Person } from './support/person.js';
import { RelayProcess } from './support/relay-process.js';
import { assertNothingLeft } from './support/scenario.js';

const BUTTON = 'call-button >>> button';

/** Waits until the button is called this, and says this below. */
const buttonSays = (visitor: Person, label: string, status: string): Promise<void> =>
  visitor.waitFor((wanted) => {
    const root = document.querySelector('call-button')?.shadowRoot;
    const parts = ['label', 'status'].map((part) =>
      root?.querySelector(`[part~="${part}"]`)?.textContent.trim(),
    );
    return parts.join('|') === wanted;
  }, `${label}|${status}`);

/** Waits until the call is heard: it is played, unmuted, and has energy. */
const hears = (visitor: Person): Promise<void> =>
  visitor.waitFor(async () => {
    const audio = document.querySelector('call-button')?.shadowRoot?.querySelector('audio');
    return audio && !audio.paused && !audio.muted && (await window.probe.flow()).energy > 0.001;
  });

/** Who calls, as the support sees it. */
const callerAt = (support: Person): Promise<string> =>
  support.page.evaluate(() => {
    const call = document.querySelector('call-provider')?.controller?.snapshot.call;
    return call && 'call' in call ? call.call.peer.name : '';
  });

const visitorsIn = (title: string, launch: () => Promise<Browser>, skip: string | false): void => {
  void describe(`a page with a button in ${title}`, { skip }, () => {
    let relay: RelayProcess;
    let browser: Browser;
    let support: Person;
    before(async () => {
      relay = await RelayProcess.startWithPages();
      browser = await launch();
      support = await Person.join('support', await browser.createBrowserContext(), `${relay.url}call.html`);
    });
    after(async () => {
      await browser.close();
      await relay.stop();
    });

    const visit = async (page: string): Promise<Person> =>
      Person.open('guest', await browser.createBrowserContext(), `${relay.url}${page}`);

    /** Rings, is answered, hears, and hangs up by the same button. Answers the name that the support saw. */
    const talkAndLeave = async (visitor: Person, others: readonly Person[] = []): Promise<string> => {
      await support.phase('incoming');
      const name = await callerAt(support);
      await support.answer();
      await buttonSays(visitor, 'Hang up', 'In a call with support');
      await hears(visitor);
      for (const other of others) await buttonSays(other, 'Call support', 'In a call');
      await visitor.click(BUTTON);
      await support.phase('ended');
      await support.click('call-video-panel >>> button[part~="close-button"]');
      return name;
    };

    void it('two visitors under one name: each talks in turn, and sees when the other does', async () => {
      const [first, second] = [await visit('visitor.html'), await visit('visitor.html')];
      await buttonSays(first, 'Call support', 'Available');
      await buttonSays(second, 'Call support', 'Available');
      await first.click(BUTTON);
      await buttonSays(first, 'Cancel call', 'Ringing…');
      const names = [await talkAndLeave(first, [second])];
      await buttonSays(second, 'Call support', 'Available');
      await second.click(BUTTON);
      names.push(await talkAndLeave(second));
      assert.equal(names[0], 'guest');
      assert.match(names[1] ?? '', /^guest\d+$/);
      await assertNothingLeft(first, second);
      await first.page.browserContext().close();
      await second.page.browserContext().close();
    });

    void it('a visitor of a page that connects nobody beforehand is let in by the press', async () => {
      const visitor = await visit('visitor-unnamed.html');
      await visitor.appears(BUTTON);
      assert.equal(await visitor.page.evaluate(() => window.probe.sockets.length), 0);
      await visitor.click(BUTTON);
      assert.match(await talkAndLeave(visitor), /^guest/);
      await assertNothingLeft(visitor);
    });
  });
};

visitorsIn('Chromium', () => launchChromium(), false);
visitorsIn('Firefox', launchFirefox, noFirefox);
