/** Calls by a real TURN server and nothing else: what leaves the page, over which transport, and a server that dies. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { Coturn, noCoturn } from '../support/coturn.js';
import { launchChromium } from './support/browsers.js';
import { Person } from './support/person.js';
import { RelayProcess } from './support/relay-process.js';
import { assertMediaBothWays, assertNothingLeft, talk } from './support/scenario.js';

const SECRET = 'a secret of this test';

/** As the relay makes them: RFC 5389 long-term credentials of draft-uberti-behave-turn-rest. */
function credentials(): { username: string; credential: string } {
  const username = `${String(Math.floor(Date.now() / 1000) + 3600)}:naomi`;
  return { username, credential: createHmac('sha1', SECRET).update(username).digest('base64') };
}

const serverOf = ({ port }: Coturn, transport = 'udp'): string =>
  JSON.stringify([{ urls: `turn:127.0.0.1:${String(port)}?transport=${transport}`, ...credentials() }]);

const use = ({ page }: Person, iceServers: string): Promise<void> =>
  page.evaluate((servers) => {
    document.querySelector('call-provider')?.setAttribute('ice-servers', servers);
  }, iceServers);

/** Every candidate that this page tells the other one from now on. */
async function candidatesOf({ page }: Person): Promise<readonly string[]> {
  const told: string[] = [];
  const session = await page.createCDPSession();
  await session.send('Network.enable');
  session.on('Network.webSocketFrameSent', ({ response: { payloadData } }) => {
    told.push(...(payloadData.match(/candidate:[^"\\]+/g) ?? []));
  });
  return told;
}

/** How this page reaches its TURN server, of the path that is used. */
const relayProtocol = ({ page }: Person): Promise<unknown> =>
  page.evaluate(async () => {
    const open = window.probe.connections.filter((one) => one.connectionState === 'connected');
    const stats = [...((await open[0]?.getStats())?.values() ?? [])] as Record<string, unknown>[];
    const pair = stats.find(
      (one) => one.id === stats.find(({ type }) => type === 'transport')?.selectedCandidatePairId,
    );
    return stats.find((one) => one.id === pair?.localCandidateId)?.relayProtocol;
  });

void describe('a call by TURN alone', { skip: noCoturn }, () => {
  let relay: RelayProcess;
  let browser: Browser;
  before(async () => {
    relay = await RelayProcess.startWithPages();
    browser = await launchChromium();
  });
  after(async () => {
    await browser.close();
    await relay.stop();
  });

  const join = async (name: string, iceServers: string): Promise<Person> => {
    const person = await Person.open(name, await browser.createBrowserContext(), `${relay.url}call.html`);
    await person.page.evaluate(() => {
      document.querySelector('call-provider')?.setAttribute('privacy', 'relay');
    });
    await use(person, iceServers);
    await person.signIn();
    return person;
  };

  const joinBoth = (iceServers: string): Promise<[Person, Person]> =>
    Promise.all([join('naomi', iceServers), join('priya', iceServers)]);

  for (const transport of ['udp', 'tcp']) {
    void it(`tells no address of the person and works over ${transport}`, async () => {
      const coturn = await Coturn.start(SECRET, { reachesItself: true });
      try {
        const [naomi, priya] = await joinBoth(serverOf(coturn, transport));
        const told = await Promise.all([naomi, priya].map(candidatesOf));
        await talk(naomi, priya);
        await assertMediaBothWays(naomi, priya);
        for (const person of [naomi, priya]) assert.equal(await relayProtocol(person), transport);
        await naomi.hangUp();
        await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
        for (const candidates of told) {
          assert.ok(candidates.length > 0);
          assert.deepEqual(
            candidates.filter((one) => !one.includes(' typ relay ')),
            [],
          );
          // The address that the server saw us come from is kept back as well.
          for (const one of candidates) assert.match(one, / raddr (0\.0\.0\.0|::) /);
        }
        await Promise.all([naomi, priya].map(({ page }) => page.close()));
      } finally {
        await coturn.stop();
      }
    });
  }

  void it('goes on by another server when the one it uses dies', async () => {
    const [first, second] = await Promise.all([
      Coturn.start(SECRET, { reachesItself: true }),
      Coturn.start(SECRET, { reachesItself: true }),
    ]);
    try {
      const [naomi, priya] = await joinBoth(serverOf(first));
      await talk(naomi, priya);
      await assertMediaBothWays(naomi, priya);
      const before = await naomi.talk();
      for (const person of [naomi, priya]) await use(person, serverOf(second));
      await first.stop();
      await Promise.all([naomi.phase('reconnecting'), priya.phase('reconnecting')]);
      await Promise.all([naomi.phase('active'), priya.phase('active')]);
      await assertMediaBothWays(naomi, priya);
      assert.equal((await naomi.talk()).id, before.id);
      await naomi.hangUp();
      await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
      await assertNothingLeft(naomi, priya);
      await Promise.all([naomi, priya].map(({ page }) => page.close()));
    } finally {
      await second.stop();
    }
  });
});
