/**
 * Ringing in real tabs: one of several is heard, a page that was not touched is heard once it is, a worker's notification
 * answers, and a strict policy finds little to refuse.
 */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Browser, type BrowserContext, TargetType } from 'puppeteer-core';
import { launchChromium, launchFirefox, noFirefox } from './support/browsers.js';
import { Person } from './support/person.js';
import { RelayProcess } from './support/relay-process.js';
import { assertMediaBothWays } from './support/scenario.js';
import { setScene } from './support/scene.js';

/** How many sources a page plays that are held back by nothing. */
const heard = (person: Person): Promise<number> => person.page.evaluate(() => window.probe.heard());

const hear = (person: Person, count: number): Promise<void> =>
  person.waitFor((wanted) => window.probe.heard() === wanted, count);

const callFrom = ({ page }: Person, name: string): Promise<void> =>
  page.evaluate((to) => document.querySelector('call-provider')?.controller?.call(to), name);

const end = ({ page }: Person): Promise<void> =>
  page.evaluate(() => document.querySelector('call-provider')?.controller?.hangUp());

const leave = async (...people: readonly Person[]): Promise<void> => {
  for (const { page } of people) await page.browserContext().close();
};

/** Waits until a tab is told what another one is in. */
const knows = (person: Person, words: string): Promise<void> =>
  person.waitFor((wanted) => {
    const elsewhere = document.querySelector('call-provider')?.controller?.snapshot.elsewhere;
    return (elsewhere ? `${elsewhere.phase} ${elsewhere.name}` : '') === wanted;
  }, words);

const tabsRing = (title: string, launch: () => Promise<Browser>, skip: string | false): void => {
  void describe(`several tabs in ${title}`, { skip }, () => {
    const scene = setScene({ launch });

    const join = (name: string, context: BrowserContext): Promise<Person> =>
      Person.join(name, context, `${scene.relay.url}call.html`);

    void it('that ring: one is heard, then the next, and each knows of the other', async () => {
      const [here, there] = [await scene.profile(), await scene.profile()];
      const [naomi, oleg] = [await join('naomi', here), await join('oleg', here)];
      const [priya, ben] = [await join('priya', there), await join('ben', there)];
      await callFrom(priya, 'naomi');
      await naomi.phase('incoming');
      await Promise.all([hear(naomi, 1), hear(priya, 1)]);
      await callFrom(ben, 'oleg');
      await oleg.phase('incoming');
      await oleg.waitFor(async () => {
        const { pending = [] } = await navigator.locks.query();
        return pending.some(({ name }) => name === 'call-elements:ring');
      });
      assert.deepEqual([await heard(naomi), await heard(oleg)], [1, 0]);
      await knows(oleg, 'incoming priya');
      await knows(naomi, 'incoming ben');
      // Of the two who call, in one browser too, one hears the ring-back.
      await ben.callIs((call) => call.phase === 'outgoing' && call.ringing);
      assert.deepEqual([await heard(priya), await heard(ben)], [1, 0]);

      await end(priya);
      await hear(oleg, 1);
      assert.equal(await heard(naomi), 0);
      await oleg.page.evaluate(() => {
        document.querySelector('call-provider')?.controller?.accept({ audio: false, video: false });
      });
      await hear(oleg, 0);
      await knows(naomi, 'active ben');
      // A tab that is gone is in no call any more.
      await oleg.page.close();
      await knows(naomi, '');
      for (const person of [naomi, priya, ben]) {
        await hear(person, 0);
        assert.deepEqual(person.pageErrors, []);
      }
    });
  });
};

tabsRing('Chromium', () => launchChromium(), false);
tabsRing('Firefox', launchFirefox, noFirefox);

/** Waits in the page, without what puppeteer's own ways bring along: they count as a gesture of the person. */
async function untouched({ page }: Person, condition: string): Promise<void> {
  const devtools = await page.createCDPSession();
  const expression = `new Promise((done) => {
    const look = () => (${condition} ? done() : requestAnimationFrame(look));
    look();
  })`;
  const { exceptionDetails } = await devtools.send('Runtime.evaluate', { expression, awaitPromise: true });
  assert.equal(exceptionDetails, undefined);
  await devtools.detach();
}

void describe('a page that may not be heard before it is touched', () => {
  void it('rings in sight, and is heard as soon as the person touches it anywhere', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'untouched-'));
    const page = await readFile('test/e2e/pages/call.html', 'utf8');
    await writeFile(join(folder, 'priya.html'), page.replace('id="call"', 'id="call" username="priya"'));
    const relay = await RelayProcess.startWithPages(folder);
    const browser = await launchChromium('--autoplay-policy=document-user-activation-required');
    try {
      const naomi = await Person.join('naomi', await browser.createBrowserContext(), `${relay.url}call.html`);
      const priya = await Person.open(
        'priya',
        await browser.createBrowserContext(),
        `${relay.url}priya.html`,
      );
      await naomi.sees('priya');
      await priya.page.bringToFront();
      await callFrom(naomi, 'priya');
      await untouched(priya, `document.title === '☎ naomi is calling you with video'`);
      await untouched(priya, 'probe.sources.size === 1 && probe.heard() === 0');
      await priya.page.mouse.click(5, 5);
      await untouched(priya, 'probe.heard() === 1');
      await end(naomi);
      await untouched(priya, `probe.sources.size === 0 && document.title === 'A call'`);
    } finally {
      await browser.close();
      await relay.stop();
      await rm(folder, { recursive: true });
    }
  });
});

async function workerSnippet(): Promise<string> {
  const text = await readFile('docs/ringing.md', 'utf8');
  const snippet = /<!-- snippet: service-worker -->\s*```js\n([\s\S]*?)```/.exec(text)?.[1];
  assert.ok(snippet, 'docs/ringing.md marks the lines for a worker');
  return snippet;
}

/** What a worker of the page does when the person presses a notification; a test cannot press it itself. */
async function press(browser: Browser, action: string): Promise<void> {
  const target = await browser.waitForTarget((one) => one.type() === TargetType.SERVICE_WORKER);
  const worker = await target.worker();
  assert.ok(worker);
  await worker.evaluate(async (pressed) => {
    const scope = self as unknown as {
      readonly registration: ServiceWorkerRegistration;
      dispatchEvent(event: Event): void;
      readonly NotificationEvent: new (type: string, init: object) => Event;
    };
    const [notification] = await scope.registration.getNotifications();
    scope.dispatchEvent(new scope.NotificationEvent('notificationclick', { notification, action: pressed }));
  }, action);
}

const shownBy = ({ page }: Person): Promise<readonly string[]> =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    return (await registration.getNotifications()).map(({ title }) => title);
  });

// Headless Firefox shows no notification.
void describe('a notification of the page’s service worker', () => {
  let folder: string;
  let relay: RelayProcess;
  let browser: Browser;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'worker-'));
    const page = await readFile('test/e2e/pages/call.html', 'utf8');
    await writeFile(join(folder, 'worker.js'), await workerSnippet());
    await writeFile(join(folder, 'notify.html'), page.replace('id="call"', 'id="call" notify'));
    relay = await RelayProcess.startWithPages(folder);
    browser = await launchChromium();
  });

  after(async () => {
    await browser.close();
    await relay.stop();
    await rm(folder, { recursive: true });
  });

  /** naomi calls priya, whose page is in the background. */
  const ring = async (): Promise<readonly [Person, Person]> => {
    const context = await browser.createBrowserContext();
    await context.setPermission(new URL(relay.url).origin, {
      permission: { name: 'notifications' },
      state: 'granted',
    });
    const priya = await Person.open('priya', context, `${relay.url}notify.html`);
    await priya.page.evaluate(async () => {
      // The relay's pages take an address of a script from a policy only.
      const { trustedTypes } = window as unknown as {
        readonly trustedTypes: {
          createPolicy(name: string, rules: object): { createScriptURL(url: string): string };
        };
      };
      const policy = trustedTypes.createPolicy('test', {
        createScriptURL(url: string) {
          return url;
        },
      });
      await navigator.serviceWorker.register(policy.createScriptURL('/worker.js'));
      await navigator.serviceWorker.ready;
    });
    await priya.signIn();
    const naomi = await Person.join('naomi', await browser.createBrowserContext(), `${relay.url}call.html`);
    await naomi.sees('priya');
    const other = await context.newPage();
    await other.bringToFront();
    await priya.waitFor(() => document.visibilityState === 'hidden');
    await callFrom(naomi, 'priya');
    await priya.phase('incoming');
    return [naomi, priya];
  };

  const shows = async (person: Person, ...titles: readonly string[]): Promise<void> => {
    await person.waitFor(async (wanted) => {
      const registration = await navigator.serviceWorker.ready;
      return (await registration.getNotifications()).map(({ title }) => title).join() === wanted;
    }, titles.join());
  };

  void it('declines', async () => {
    const [naomi, priya] = await ring();
    await shows(priya, 'naomi is calling you with video');
    await press(browser, 'decline');
    await naomi.phase('ended');
    assert.equal(await naomi.endReason(), 'declined');
    await shows(priya);
    await leave(naomi, priya);
  });

  void it('answers', async () => {
    const [naomi, priya] = await ring();
    await shows(priya, 'naomi is calling you with video');
    await press(browser, 'answer');
    await Promise.all([naomi.phase('active'), priya.phase('active')]);
    assert.deepEqual(await shownBy(priya), []);
    await end(naomi);
    await leave(naomi, priya);
  });

  void it('becomes that of a missed call, until the page is looked at', async () => {
    const [naomi, priya] = await ring();
    await shows(priya, 'naomi is calling you with video');
    await end(naomi);
    await shows(priya, 'Missed call from naomi');
    assert.equal(await priya.page.title(), '☎ Missed call from naomi');
    await priya.page.bringToFront();
    await shows(priya);
    assert.equal(await priya.page.title(), 'A call');
    await leave(naomi, priya);
  });
});

void describe('a page with a strict policy', () => {
  const POLICIES: readonly (readonly [string, string, number])[] = [
    ["default-src 'self'; require-trusted-types-for 'script'", '', 0],
    ["default-src 'self'", '<link rel="icon" href="/icon.svg" />', 1],
    ["default-src 'self'; img-src 'self' data:", '<link rel="icon" href="/icon.svg" />', 0],
  ];
  for (const [policy, link, reports] of POLICIES) {
    void it(`${policy}${link && ', and an icon'}: ${String(reports)} reports, and its title and icon come back`, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'policy-'));
      const page = await readFile('test/e2e/pages/call.html', 'utf8');
      const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}" />${link}`;
      await writeFile(join(folder, 'strict.html'), page.replace('<meta', `${meta}<meta`));
      await writeFile(join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
      const relay = await RelayProcess.startWithPages(folder);
      const browser = await launchChromium();
      try {
        const url = `${relay.url}strict.html`;
        const naomi = await Person.join('naomi', await browser.createBrowserContext(), url);
        const priya = await Person.join('priya', await browser.createBrowserContext(), url);
        await naomi.sees('priya');
        for (let round = 0; round < 2; round += 1) {
          await callFrom(naomi, 'priya');
          await priya.waitFor(() => document.title.startsWith('☎ naomi'));
          await hear(priya, 1);
          if (link) {
            const drawn = reports === 0;
            await priya.waitFor(
              (wanted) =>
                document.querySelector<HTMLLinkElement>('link[rel=icon]')?.href.startsWith('data:') ===
                wanted,
              drawn,
            );
          }
          await end(naomi);
          await priya.waitFor(() => document.title === 'A call');
        }
        const icon = await priya.page.evaluate(() =>
          document.querySelector('link[rel=icon]')?.getAttribute('href'),
        );
        assert.equal(icon ?? '', link && '/icon.svg');
        assert.equal((await priya.page.evaluate(() => window.probe.violations)).length, reports);
      } finally {
        await browser.close();
        await relay.stop();
        await rm(folder, { recursive: true });
      }
    });
  }
});

const dialogIn = (title: string, launch: () => Promise<Browser>, skip: string | false): void => {
  void describe(`the dialog in ${title}`, { skip }, () => {
    let folder: string;
    let relay: RelayProcess;
    let browser: Browser;

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'dialog-'));
      const page = await readFile('test/e2e/pages/call.html', 'utf8');
      const dialog = '<call-incoming-dialog></call-incoming-dialog>';
      await writeFile(join(folder, 'dialog.html'), page.replace('<call-status', `${dialog}<call-status`));
      relay = await RelayProcess.startWithPages(folder);
      browser = await launch();
    });

    after(async () => {
      await browser.close();
      await relay.stop();
      await rm(folder, { recursive: true });
    });

    const meet = async (): Promise<readonly [Person, Person]> => {
      const url = `${relay.url}dialog.html`;
      const naomi = await Person.join('naomi', await browser.createBrowserContext(), url);
      const priya = await Person.join('priya', await browser.createBrowserContext(), url);
      await naomi.sees('priya');
      await priya.sees('naomi');
      return [naomi, priya];
    };

    const part = (name: string): string => `call-incoming-dialog >>> [part~="${name}"]`;

    void it('answers over the page, and the panel asks no second time', async () => {
      const [naomi, priya] = await meet();
      await naomi.call('priya');
      await priya.appears(part('answer-button'));
      assert.match(await priya.panelText(), /naomi.*is calling you with video/);
      assert.equal(await priya.page.$('call-video-panel >>> [part~="answer-button"]'), null);
      await priya.answer();
      await Promise.all([naomi.phase('active'), priya.phase('active')]);
      await assertMediaBothWays(naomi, priya);
      await end(naomi);
      await leave(naomi, priya);
    });

    void it('declines with a message, which the caller reads', async () => {
      const [naomi, priya] = await meet();
      await naomi.call('priya');
      await priya.click(part('reply-button'));
      await priya.appears(part('input'));
      await priya.page.locator(part('input')).fill('At five, please');
      await priya.click(part('send-button'));
      await naomi.phase('ended');
      assert.equal(await naomi.endReason(), 'declined');
      assert.deepEqual(
        await naomi.page.evaluate(() =>
          document
            .querySelector('call-provider')
            ?.controller?.snapshot.chat.messages.map((message) => `${message.from}: ${message.text}`),
        ),
        ['priya: At five, please'],
      );
      await leave(naomi, priya);
    });

    void it('says what was missed when the panel does not, and calls back', async () => {
      const [naomi, priya] = await meet();
      await priya.page.evaluate(() => document.querySelector('call-video-panel')?.remove());
      await naomi.call('priya');
      await priya.phase('incoming');
      await end(naomi);
      await priya.click(part('call-back-button'));
      await naomi.answer();
      await Promise.all([naomi.phase('active'), priya.phase('active')]);
      assert.deepEqual(
        await priya.page.evaluate(() => document.querySelector('call-provider')?.controller?.snapshot.missed),
        [],
      );
      await end(priya);
      await leave(naomi, priya);
    });
  });
};

dialogIn('Chromium', () => launchChromium(), false);
dialogIn('Firefox', launchFirefox, noFirefox);
