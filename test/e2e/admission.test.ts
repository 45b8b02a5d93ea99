/** Pages at a relay that wants to know who they are, and in rooms: `room`, `token` and `getToken` of the provider. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import * as jose from 'jose';
import type { Browser } from 'puppeteer-core';
import type { LinkStatus } from '../../src/core/index.js';
import { launchChromium } from './support/browsers.js';
import { Folder } from './support/folder.js';
import { Person } from './support/person.js';
import { RelayProcess } from './support/relay-process.js';
import { assertMediaBothWays, assertNothingLeft, talk } from './support/scenario.js';
import { setScene } from './support/scene.js';

declare global {
  interface Window {
    /** The page's own server, as far as a page can tell: it gives the next token. */
    nextToken(): Promise<string>;
    /** How many it has given. */
    tokensGiven(): Promise<number>;
  }
}

const secret = randomBytes(32).toString('base64');

/** Good for so many seconds, and 5 more that the relay allows clocks to differ; less than -5: it has expired. */
const mint = (name: string, seconds: number): Promise<string> =>
  new jose.SignJWT({ sub: name, name })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
    .sign(Buffer.from(secret));

void describe('a page that has to prove who it is, in Chromium', () => {
  let folder: Folder;
  let relay: RelayProcess;
  let browser: Browser;
  before(async () => {
    folder = new Folder({ secret });
    const files = ['--serve', 'test/e2e/pages', '--serve', 'dist'];
    // Nobody's session is given up while a test looks at what goes on without it.
    const patience = ['--resume-grace-ms', '600000'];
    const auth = ['--auth-secret-file', `${folder.path}/secret`];
    relay = await RelayProcess.start('relay', ...files, ...auth, ...patience);
    browser = await launchChromium();
  });
  after(async () => {
    await browser.close();
    await relay.stop();
    folder.remove();
  });

  const open = async (name: string): Promise<Person> =>
    Person.open(name, await browser.createBrowserContext(), `${relay.url}call.html`);

  const setToken = (person: Person, token: string): Promise<void> =>
    person.page.evaluate((value) => {
      document.querySelector('call-provider')!.token = value;
    }, token);

  /** The page asks for a token, and gets what `next` says then. Answers how often it has asked. */
  const setTokenFrom = async (person: Person, next: () => Promise<string>): Promise<() => number> => {
    let asked = 0;
    await person.page.exposeFunction('nextToken', () => {
      asked += 1;
      return next();
    });
    await person.page.exposeFunction('tokensGiven', () => asked);
    await person.page.evaluate(() => {
      document.querySelector('call-provider')!.getToken = () => window.nextToken();
    });
    return () => asked;
  };

  void it('comes in with a token, under the name that is in it', async () => {
    const naomi = await open('whoever');
    await setToken(naomi, await mint('naomi', 3600));
    await naomi.signIn();
    assert.equal(await naomi.ownName(), 'naomi');
    await naomi.page.browserContext().close();
  });

  void it('is told in words that it was refused', async () => {
    const stranger = await open('stranger');
    await setToken(stranger, 'no token at all');
    await stranger.page.bringToFront();
    await stranger.appears('call-sign-in >>> input');
    await stranger.page.locator('call-sign-in >>> input').fill('stranger');
    await stranger.click('call-sign-in >>> button');
    await stranger.waitFor(() =>
      document
        .querySelector('call-status')
        ?.shadowRoot?.textContent.includes('The server refused the connection'),
    );
    await stranger.page.browserContext().close();
  });

  void it('that has an expired token asks for another one, and is in', async () => {
    const ruth = await open('ruth');
    const lives = [-60, 3600];
    const asked = await setTokenFrom(ruth, () => mint('ruth', lives.shift() ?? 3600));
    await ruth.signIn();
    assert.deepEqual([await ruth.ownName(), asked()], ['ruth', 2]);
    await ruth.page.browserContext().close();
  });

  /** In a call, with as much time for it as it takes. */
  const inCall = async (): Promise<readonly [Person, Person]> => {
    const [naomi, priya] = [await open('naomi'), await open('priya')];
    for (const person of [naomi, priya]) {
      await setToken(person, await mint(person.name, 3600));
      await person.signIn();
    }
    await talk(naomi, priya);
    return [naomi, priya];
  };

  const linkIs = (person: Person, status: LinkStatus): Promise<void> =>
    person.waitFor(
      (wanted) => document.querySelector('call-provider')?.controller?.snapshot.link.status === wanted,
      status,
    );

  /** The same call on the same connection, with moving pictures, sound, and a word about it that arrives. */
  const assertGoesOn = async (naomi: Person, priya: Person, before: object): Promise<void> => {
    assert.deepEqual(await naomi.talk(), before);
    await assertMediaBothWays(naomi, priya);
    await naomi.toggleMic();
    await priya.callIs((call) => call.phase === 'active' && !call.remote.media.audio);
    await naomi.hangUp();
    await priya.phase('ended');
    await assertNothingLeft(naomi, priya);
    for (const { page } of [naomi, priya]) await page.browserContext().close();
  };

  void it('whose token runs out in a call loses its connection, not the call, and is back with a new one', async () => {
    const [naomi, priya] = await inCall();
    const before = await naomi.talk();
    await setToken(naomi, await mint('naomi', 3));
    await linkIs(naomi, 'waiting');
    await assertMediaBothWays(naomi, priya);
    await setToken(naomi, await mint('naomi', 3600));
    await naomi.page.evaluate(() => document.querySelector('call-provider')?.controller?.reconnect());
    await linkIs(naomi, 'online');
    assert.equal(await naomi.ownName(), 'naomi');
    await assertGoesOn(naomi, priya, before);
  });

  void it('whose tokens are short is in the same call after several of them', async () => {
    const [naomi, priya] = await inCall();
    const before = await naomi.talk();
    const asked = await setTokenFrom(naomi, () => mint('naomi', 1));
    await naomi.page.evaluate(() => document.querySelector('call-provider')?.controller?.renewToken());
    await naomi.waitFor(async () => (await window.tokensGiven()) >= 3);
    await linkIs(naomi, 'online');
    assert.ok(asked() >= 3);
    await assertGoesOn(naomi, priya, before);
  });
});

void describe('pages in two rooms, in Chromium', () => {
  const scene = setScene();

  const enter = async (name: string, room: string): Promise<Person> => {
    const person = await scene.open(name);
    await person.page.evaluate((value) => {
      document.querySelector('call-provider')!.setAttribute('room', value);
    }, room);
    await person.signIn();
    return person;
  };

  const seenBy = (person: Person): Promise<readonly string[] | undefined> =>
    person.page.evaluate(() =>
      document.querySelector('call-provider')?.controller?.snapshot.users.map(({ name }) => name),
    );

  void it('see those of their own, and nobody of the other', async () => {
    const [naomi, priya] = [await enter('naomi', 'red'), await enter('priya', 'blue')];
    const [ruth, other] = [await enter('ruth', 'red'), await enter('naomi', 'blue')];
    await naomi.sees('ruth');
    await priya.sees('naomi');
    assert.deepEqual(await Promise.all([naomi, ruth].map(seenBy)), [['ruth'], ['naomi']]);
    assert.deepEqual(await Promise.all([priya, other].map(seenBy)), [['naomi'], ['priya']]);
    assert.deepEqual([await naomi.ownName(), await other.ownName()], ['naomi', 'naomi']);
  });
});
