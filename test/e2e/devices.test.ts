/** Camera and microphone that are not there, not allowed or taken away, for caller and callee: the call goes on. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext } from 'puppeteer-core';
import type { MediaKinds } from '../../src/core/index.js';
import { launchAskingChromium, launchFirefox, noFirefox } from './support/browsers.js';
import {
  assertShown,
  errorsOf,
  isToldOf,
  keepCameraBusy,
  permit,
  type Permissions,
  toggleOf,
} from './support/devices.js';
import { Person } from './support/person.js';
import { RelayProcess } from './support/relay-process.js';
import { assertMediaBothWays, assertNothingLeft, talk } from './support/scenario.js';

const GRANTED: Permissions = { camera: 'granted', microphone: 'granted' };

/** One thing that can be wrong with somebody's devices. */
interface Trouble {
  readonly page?: string;
  /** The host's name; an insecure page has one that is not the machine itself. */
  readonly host?: string;
  readonly permissions?: Permissions;
  readonly script?: () => void;
  /** Done on the page before the call. */
  prepare?(person: Person): Promise<unknown>;
  readonly codes: readonly string[];
  readonly sends: MediaKinds;
  readonly words: RegExp;
  /** What somebody does so that it works; without it only the page's author can. */
  mend?(person: Person, context: BrowserContext): Promise<unknown>;
}

const TROUBLES: Readonly<Record<string, Trouble>> = {
  'allows neither': {
    permissions: { camera: 'denied', microphone: 'denied' },
    codes: ['media-denied', 'media-denied'],
    sends: { audio: false, video: false },
    words: /^Not allowed\. Change it/,
    mend: ({ page }, context) => permit(context, page.url(), GRANTED),
  },
  'does not allow the camera': {
    permissions: { camera: 'denied', microphone: 'granted' },
    codes: ['media-denied'],
    sends: { audio: true, video: false },
    words: /^Not allowed\. Change it/,
    mend: ({ page }, context) => permit(context, page.url(), GRANTED),
  },
  'has a camera that is in use': {
    script: keepCameraBusy,
    codes: ['media-busy'],
    sends: { audio: true, video: false },
    words: /^In use by another program/,
    mend: ({ page }) => page.evaluate(() => (window.cameraIsFree = true)),
  },
  'has no camera that does what is demanded': {
    prepare: ({ page }) =>
      page.$eval('call-provider', (provider) => {
        provider.constraints = { video: { width: { exact: 100_000 } } };
      }),
    codes: ['media-overconstrained'],
    sends: { audio: true, video: false },
    words: /^Cannot do what is asked/,
    mend: ({ page }) => page.$eval('call-provider', (provider) => (provider.constraints = {})),
  },
  'has an insecure page': {
    host: 'insecure.test',
    codes: ['media-insecure', 'media-insecure'],
    sends: { audio: false, video: false },
    words: /^Needs a secure page/,
  },
  'is in a frame that may not': {
    page: 'frame.html',
    codes: ['media-policy', 'media-policy'],
    sends: { audio: false, video: false },
    words: /^Not allowed inside this page/,
  },
};

let relay: RelayProcess;
let browser: Browser;
const contexts: BrowserContext[] = [];

before(async () => {
  relay = await RelayProcess.startWithPages();
  browser = await launchAskingChromium('--host-resolver-rules=MAP insecure.test 127.0.0.1');
});
// A test that fails must not leave its people, and their names, to the next one.
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});
after(async () => {
  await browser.close();
  await relay.stop();
});

async function enter(name: string, { page = 'call.html', host, ...trouble }: Partial<Trouble> = {}) {
  const url = new URL(page, relay.url);
  if (host) url.hostname = host;
  const context = await browser.createBrowserContext();
  contexts.push(context);
  if (!host) await permit(context, url.href, trouble.permissions ?? GRANTED);
  const person = await Person.open(name, context, url.href, ...(trouble.script ? [trouble.script] : []));
  await trouble.prepare?.(person);
  await person.signIn();
  return { person, context };
}

/** What is left arrives: the picture and sound of the well one always, of the other what it has. */
async function assertGoesOn(well: Person, troubled: Person, sends: MediaKinds): Promise<void> {
  await troubled.page.bringToFront();
  await troubled.receivesMedia();
  await troubled.seesPicture();
  if (sends.audio) await well.hears();
}

async function assertHangsUp(...people: readonly [Person, Person]): Promise<void> {
  await people[0].hangUp();
  await Promise.all(people.map((person) => person.phase('ended')));
  await assertNothingLeft(...people);
}

async function pressToggles(person: Person, { audio, video }: MediaKinds): Promise<void> {
  if (!audio) await person.toggleMic();
  if (!video) await person.toggleCamera();
}

for (const role of ['caller', 'callee'] as const) {
  void describe(`a call goes on when the ${role}`, () => {
    for (const [title, trouble] of Object.entries(TROUBLES)) {
      void it(title, async () => {
        const { person: troubled, context } = await enter('naomi', trouble);
        const { person: well } = await enter('priya');
        await (role === 'caller' ? talk(troubled, well) : talk(well, troubled));
        await isToldOf(well, trouble.sends);
        assert.deepEqual(await errorsOf(troubled, trouble.codes.length), trouble.codes);
        await assertShown(well, trouble.sends);
        await assertGoesOn(well, troubled, trouble.sends);
        const { title: words = '', isUnavailable } = await toggleOf(troubled, 'camera');
        assert.match(words, trouble.words);
        assert.equal(isUnavailable, true);
        if (trouble.mend) {
          await trouble.mend(troubled, context);
          await pressToggles(troubled, trouble.sends);
          await isToldOf(well, { audio: true, video: true });
          await assertMediaBothWays(troubled, well);
        }
        await assertHangsUp(troubled, well);
      });
    }

    void it('loses the permission in the middle, and one press brings each device back', async () => {
      const { person: troubled, context } = await enter('naomi');
      const { person: well } = await enter('priya');
      await (role === 'caller' ? talk(troubled, well) : talk(well, troubled));
      await assertMediaBothWays(troubled, well);
      await permit(context, troubled.page.url(), { camera: 'denied', microphone: 'denied' });
      await isToldOf(well, { audio: false, video: false });
      await assertShown(well, { audio: false, video: false });
      assert.equal((await troubled.leftovers()).tracks, 0);
      assert.deepEqual(await errorsOf(troubled, 2), ['media-ended', 'media-ended']);
      assert.equal((await toggleOf(troubled, 'mic')).isUnavailable, true);
      await permit(context, troubled.page.url(), GRANTED);
      await pressToggles(troubled, { audio: false, video: false });
      await isToldOf(well, { audio: true, video: true });
      await assertMediaBothWays(troubled, well);
      await assertHangsUp(well, troubled);
    });
  });
}

void describe('on an insecure page', () => {
  void it('the chat works', async () => {
    const { person: naomi } = await enter('naomi', { host: 'insecure.test' });
    const { person: priya } = await enter('priya');
    assert.equal(await naomi.page.evaluate(() => isSecureContext), false);
    await naomi.sees('priya');
    await priya.page.$eval('call-provider', (provider) => {
      provider.addEventListener('call-message', ({ message }) => (document.title = message.text));
    });
    await naomi.page.$eval('call-provider', ({ controller }) => controller?.sendMessage('hello', 'priya'));
    await priya.waitFor(() => document.title === 'hello');
  });
});

void describe('a machine', () => {
  for (const role of ['caller', 'callee'] as const) {
    void it(`without a camera has a call with sound, as ${role}`, async () => {
      const bare = await launchAskingChromium('--use-fake-device-for-media-stream=device-count=0');
      try {
        const { person: well } = await enter('priya');
        const url = `${relay.url}call.html`;
        await permit(bare.defaultBrowserContext(), url, GRANTED);
        const troubled = await Person.join('naomi', bare, url);
        await (role === 'caller' ? talk(troubled, well) : talk(well, troubled));
        await isToldOf(well, { audio: true, video: false });
        await assertShown(well, { audio: true, video: false });
        assert.deepEqual(await errorsOf(troubled, 1), ['media-missing']);
        await assertGoesOn(well, troubled, { audio: true, video: false });
        assert.match((await toggleOf(troubled, 'camera')).title ?? '', /^Not found\. Plug one in/);
        await assertHangsUp(well, troubled);
      } finally {
        await bare.close();
      }
    });
  }
});

void describe('Firefox that allows nothing', { skip: noFirefox }, () => {
  for (const role of ['caller', 'callee'] as const) {
    void it(`has a call that receives, as ${role}`, async () => {
      const firefox = await launchFirefox('deny');
      try {
        const { person: well } = await enter('priya');
        const troubled = await Person.join('naomi', firefox, `${relay.url}call.html`);
        await (role === 'caller' ? talk(troubled, well) : talk(well, troubled));
        await isToldOf(well, { audio: false, video: false });
        await assertShown(well, { audio: false, video: false });
        assert.deepEqual(await errorsOf(troubled, 2), ['media-denied', 'media-denied']);
        await assertGoesOn(well, troubled, { audio: false, video: false });
        await assertHangsUp(well, troubled);
      } finally {
        await firefox.close();
      }
    });
  }
});
