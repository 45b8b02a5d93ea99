/** Before a call, in real browsers: what is looked at is what the call sends; and the network as a real TURN server is. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { Coturn, iceServersOf, noCoturn } from '../support/coturn.js';
import { launchChromium, launchFirefox, noFirefox } from './support/browsers.js';
import type { Person } from './support/person.js';
import { assertMediaBothWays, assertNothingLeft } from './support/scenario.js';
import { setScene } from './support/scene.js';

const SECRET = 'a secret of this test';

const useServers = ({ page }: Person, iceServers: string): Promise<void> =>
  page.evaluate((servers) => {
    document.querySelector('call-provider')?.setAttribute('ice-servers', servers);
  }, iceServers);

/** Waits until the lobby says all of this. */
const says = (person: Person, ...words: readonly string[]): Promise<void> =>
  person.waitFor((wanted: readonly string[]) => {
    const text = document.querySelector('call-lobby')?.shadowRoot?.textContent ?? '';
    return wanted.every((some) => text.includes(some));
  }, words);

const openTracks = ({ page }: Person): Promise<readonly string[]> =>
  page.evaluate(() =>
    window.probe.tracks.filter(({ readyState }) => readyState === 'live').map(({ id }) => id),
  );

/** The tracks that the call sends. */
const sentTracks = ({ page }: Person): Promise<readonly (string | undefined)[]> =>
  page.evaluate(() => (window.probe.connections.at(-1)?.getSenders() ?? []).map(({ track }) => track?.id));

const lobbyIn = (title: string, launch: () => Promise<Browser>, skip: string | false): void => {
  void describe(`a lobby in ${title}`, { skip }, () => {
    const scene = setScene({ launch });

    const enter = (name: string): Promise<Person> => scene.open(name, { page: 'lobby.html' });

    const look = async (person: Person): Promise<void> => {
      await person.click('call-lobby >>> button[part~="open-button"]');
      await person.waitFor(() => document.querySelector('call-lobby')?.matches(':state(open)'));
    };

    void it('opens no device before it is asked, and none that is left when it goes', async () => {
      const naomi = await enter('naomi');
      await naomi.appears('call-lobby >>> button[part~="open-button"]');
      assert.deepEqual(await openTracks(naomi), []);
      await look(naomi);
      await naomi.waitFor(() => window.probe.tracks.length === 2);
      await naomi.page.evaluate(() => {
        document.querySelector('call-lobby')?.remove();
      });
      await naomi.waitFor(() => window.probe.tracks.every(({ readyState }) => readyState === 'ended'));
      assert.deepEqual(naomi.pageErrors, []);
      assert.deepEqual(await naomi.page.evaluate(() => window.probe.violations), []);
    });

    void it('gives what was looked at to the call, without opening it anew', async () => {
      const [naomi, priya] = [await enter('naomi'), await scene.open('priya')];
      await look(naomi);
      await naomi.waitFor(() => window.probe.tracks.length === 2);
      const seen = await openTracks(naomi);
      await Promise.all([naomi.signIn(), priya.signIn()]);
      await naomi.sees('priya');
      await naomi.click('call-lobby >>> button[part~="ready-button"]');
      await priya.phase('incoming');
      await priya.answer();
      await Promise.all([naomi.phase('active'), priya.phase('active')]);
      await assertMediaBothWays(naomi, priya);
      assert.deepEqual([...(await sentTracks(naomi))].sort(), [...seen].sort());
      assert.equal(await naomi.page.evaluate(() => window.probe.tracks.length), 2);
      await naomi.hangUp();
      await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
      await assertNothingLeft(naomi, priya);
    });

    void it('calls oneself, records it and plays it under a strict policy', async () => {
      const naomi = await enter('naomi');
      await look(naomi);
      await naomi.click('call-lobby >>> button[name="call"]');
      await says(naomi, 'Say something.');
      await says(naomi, 'This is how others hear you.');
      await says(naomi, 'The test call works:');
      assert.deepEqual(await naomi.page.evaluate(() => window.probe.violations), []);
      assert.equal((await naomi.leftovers()).connections, 0);
    });

    void describe('with a TURN server', { skip: noCoturn }, () => {
      let coturn: Coturn;
      before(async () => {
        coturn = await Coturn.start(SECRET, { reachesItself: true });
      });
      after(() => coturn.stop());

      const check = async (iceServers: string): Promise<Person> => {
        const naomi = await enter('naomi');
        await useServers(naomi, iceServers);
        await naomi.click('call-lobby >>> button[name="network"]');
        return naomi;
      };

      void it('finds that it relays', async () => {
        const naomi = await check(iceServersOf(coturn, SECRET));
        await says(naomi, 'Calls should work here', 'Through a relay (TURN): works', 'STUN): works');
      });

      void it('says that it refuses the password', async () => {
        const naomi = await check(iceServersOf(coturn, 'another secret'));
        await says(naomi, 'The relay (TURN) does not work', '(TURN): the password was refused');
      });

      // An address that is the same from outside is no candidate of its own.
      void it('finds that it answers as a STUN server where there is no other address to tell', async () => {
        const naomi = await enter('naomi');
        await useServers(naomi, JSON.stringify([{ urls: `stun:127.0.0.1:${coturn.port}` }]));
        // Before a device is open Firefox hides addresses behind multicast names, which a container does not have.
        await look(naomi);
        await naomi.click('call-lobby >>> button[name="network"]');
        await says(naomi, 'Known once you are signed in.', '(STUN): works');
      });

      void it('calls oneself through it', async () => {
        const naomi = await enter('naomi');
        await useServers(naomi, iceServersOf(coturn, SECRET));
        await look(naomi);
        await naomi.click('call-lobby >>> button[name="call"]');
        await says(naomi, 'The test call works through the relay:');
      });
    });

    // Before a device is open Firefox hides addresses behind multicast names, which a container does not have.
    const noAddress = title === 'Firefox' && 'Firefox finds no address of this machine without multicast';
    void it('says that a relay which is set up does not answer', { skip: noAddress }, async () => {
      const naomi = await enter('naomi');
      await useServers(
        naomi,
        // Port 9 discards what comes.
        '[{"urls": "turn:127.0.0.1:9?transport=tcp", "username": "a", "credential": "b"}]',
      );
      await naomi.click('call-lobby >>> button[name="network"]');
      await says(naomi, 'The relay (TURN) does not work', '(TURN): no answer', 'Within this network: works');
    });
  });
};

lobbyIn('Chromium', () => launchChromium(), false);
lobbyIn(
  'Firefox',
  // Otherwise it asks no server on the machine itself.
  () => launchFirefox('allow', { extraPrefsFirefox: { 'media.peerconnection.ice.loopback': true } }),
  noFirefox,
);
