/** Whatever ends a call, no camera and no microphone stays open: the light is off, on both sides. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { launchChromium, launchFirefox, noFirefox } from './support/browsers.js';
import { hurry, installGate } from './support/held-devices.js';
import type { Person } from './support/person.js';
import { talk } from './support/scenario.js';
import { setScene } from './support/scene.js';

type Two = readonly [naomi: Person, priya: Person];

/** How many of the tracks that were ever opened are open. */
const isLit = (person: Person, count: number): Promise<void> =>
  person.waitFor(
    (wanted) => window.probe.tracks.filter(({ readyState }) => readyState === 'live').length === wanted,
    count,
  );

async function ring([naomi, priya]: Two): Promise<void> {
  await naomi.sees('priya');
  await naomi.call('priya');
  await priya.phase('incoming');
}

async function ringLit(two: Two): Promise<void> {
  await ring(two);
  await isLit(two[0], 2);
}

async function talkLit(two: Two): Promise<void> {
  await talk(...two);
  await Promise.all(two.map((person) => isLit(person, 2)));
}

const hold = ({ page }: Person): Promise<void> => page.evaluate(() => window.holdDevices());
const allow = ({ page }: Person): Promise<void> => page.evaluate(() => window.openGate?.());

/** Each is a whole call, from nothing to its end. */
const WAYS_OUT: Readonly<Record<string, (two: Two) => Promise<unknown>>> = {
  'the caller hangs up': async (two) => {
    await talkLit(two);
    await two[0].hangUp();
  },
  'the callee hangs up': async (two) => {
    await talkLit(two);
    await two[1].hangUp();
  },
  'the callee declines': async (two) => {
    await ringLit(two);
    await two[1].decline();
  },
  'the caller cancels': async (two) => {
    await ringLit(two);
    await two[0].hangUp();
  },
  'the caller cancels while the browser still asks': async (two) => {
    await hold(two[0]);
    await ringLit(two);
    await two[0].hangUp();
    await two[0].phase('ended');
    await allow(two[0]);
  },
  'the caller hangs up while the callee’s browser still asks': async (two) => {
    await hold(two[1]);
    await ringLit(two);
    await two[1].answer();
    await isLit(two[1], 2);
    await two[0].hangUp();
    await two[1].phase('ended');
    await allow(two[1]);
  },
  'nobody answers': async ([naomi]) => {
    await naomi.page.$eval('call-provider', (provider) => (provider.ringTimeoutMs = 3_000));
    await naomi.sees('priya');
    await naomi.call('priya');
    await naomi.waitFor(() => window.probe.tracks.length === 2);
    await naomi.phase('ended');
    assert.equal(await naomi.endReason(), 'no-answer');
  },
  'no path is found': async (two) => {
    for (const { page } of two) await page.$eval('call-provider', (provider) => (provider.privacy = 'relay'));
    await ringLit(two);
    await two[1].answer();
    await two[0].phase('ended');
    assert.equal(await two[0].endReason(), 'ice-failed');
  },
  'the caller signs out': async (two) => {
    await talkLit(two);
    await two[0].page.$eval('call-provider', ({ controller }) => controller?.signOut());
  },
  'the provider is removed': async (two) => {
    await talkLit(two);
    await two[0].page.$eval('call-provider', (provider) => {
      provider.remove();
    });
  },
  'the provider is removed while the browser still asks': async (two) => {
    await hold(two[0]);
    await ringLit(two);
    await two[0].page.$eval('call-provider', (provider) => {
      provider.remove();
    });
    await two[1].phase('ended');
    await allow(two[0]);
  },
  'the provider gets another server': async (two) => {
    await talkLit(two);
    await two[0].page.$eval('call-provider', (provider) => (provider.server = 'broadcast:elsewhere'));
  },
  'only one of the devices opened': async (two) => {
    await two[0].page.$eval('call-provider', (provider) => {
      provider.constraints = { video: { deviceId: { exact: 'nobody' } } };
    });
    await talk(...two);
    await isLit(two[0], 1);
    await two[0].hangUp();
  },
  'the camera was switched off and on many times': async (two) => {
    await talkLit(two);
    await two[0].page.$eval('call-provider', ({ controller }) => {
      for (let times = 0; times < 21; times += 1) controller?.setDevice('video', times % 2 === 1);
    });
    await isLit(two[0], 1);
    await two[0].toggleCamera();
    await isLit(two[0], 2);
    await two[0].hangUp();
  },
  'it is hung up in the middle of switching the camera': async (two) => {
    await talkLit(two);
    await two[0].page.$eval('call-provider', ({ controller }) => {
      for (let times = 0; times < 8; times += 1) controller?.setDevice('video', times % 2 === 1);
      controller?.hangUp();
    });
  },
  'it is hung up while another device opens': async (two) => {
    await talkLit(two);
    await hold(two[0]);
    // Firefox lists no devices for a page that nobody looks at.
    await two[0].page.bringToFront();
    await two[0].page.$eval('call-provider', (provider) => {
      const { deviceId } = window.probe.tracks.find(({ kind }) => kind === 'audio')?.getSettings() ?? {};
      provider.constraints = { audio: { deviceId: [`not ${deviceId ?? ''}`] } };
    });
    await two[0].waitFor(() => window.probe.tracks.length === 3);
    await two[0].hangUp();
    await two[0].phase('ended');
    await allow(two[0]);
  },
};

/** The others are the same code in each browser. */
const WHERE_BROWSERS_DIFFER: readonly string[] = [
  'the callee hangs up',
  'the caller cancels while the browser still asks',
  'the caller hangs up while the callee’s browser still asks',
  'no path is found',
  'the camera was switched off and on many times',
  'it is hung up while another device opens',
];

const darkIn = (
  title: string,
  ways: readonly string[],
  launch: () => Promise<Browser>,
  skip: string | false,
): void => {
  void describe(`no light is on in ${title} after`, { skip }, () => {
    const scene = setScene({ launch });

    const join = (name: string): Promise<Person> => scene.join(name, { scripts: [installGate, hurry] });
    const two = async (): Promise<Two> => [await join('naomi'), await join('priya')];

    for (const way of ways) {
      void it(way, async () => {
        const people = await two();
        await WAYS_OUT[way]?.(people);
        await Promise.all(people.map((person) => isLit(person, 0)));
        // Firefox tells of a path that is not found as of an error in the page.
        const errors = people.flatMap(({ pageErrors }) => pageErrors);
        assert.deepEqual(
          errors.filter((error) => !error.includes('WebRTC: ICE failed')),
          [],
        );
      });
    }

    void it('the page is left', async () => {
      const people = await two();
      await talkLit(people);
      const [naomi] = people;
      await naomi.page.evaluate(() => {
        addEventListener('pagehide', () => {
          const live = window.probe.tracks.filter(({ readyState }) => readyState === 'live').length;
          sessionStorage.setItem('live', String(live));
        });
      });
      await naomi.page.goto(`${scene.relay.url}no-server.html`);
      assert.equal(await naomi.page.evaluate(() => sessionStorage.getItem('live')), '0');
    });
  });
};

darkIn('Chromium', Object.keys(WAYS_OUT), () => launchChromium(), false);
darkIn('Firefox', WHERE_BROWSERS_DIFFER, () => launchFirefox(), noFirefox);
