/** TURN credentials that run out in a call: the relay has told newer ones by then, and the next path is asked for with those. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext } from 'puppeteer-core';
import { type Relay, createRelay } from '../../server/relay.js';
import { loadStaticFiles, mergeStaticFiles } from '../../server/static-files.js';
import { turnGrants } from '../../server/turn/turn-grants.js';
import { Coturn, noCoturn } from '../support/coturn.js';
import { TurnClient, type TurnLogin } from '../support/turn-client.js';
import { launchChromium } from './support/browsers.js';
import { findsPath, losesPath } from './support/path-loss.js';
import { nearEnd } from './support/path.js';
import { Person } from './support/person.js';
import { assertMediaBothWays, assertNothingLeft, talk } from './support/scenario.js';

const SECRET = 'a secret of this test';
/** Shorter than the command line takes, so that they run out while the test looks. Newer ones are told after four fifths. */
const TTL_MS = 5_000;

/** What the connection of the call would ask a TURN server with now. */
const loginOf = ({ page }: Person): Promise<TurnLogin> =>
  page.evaluate(() => {
    const [server] = window.probe.connections.at(-1)?.getConfiguration().iceServers ?? [];
    return { username: server?.username ?? '', credential: server?.credential ?? '' };
  });

/** Waits until these are over. The user name says when, in seconds. */
const areOver = (person: Person, { username }: TurnLogin): Promise<void> =>
  person.waitFor((endS) => Date.now() > (endS + 1) * 1_000, parseInt(username, 10));

async function codeOf({ port }: Coturn, login: TurnLogin): Promise<number> {
  const client = new TurnClient(port, login);
  try {
    return await client.allocate();
  } finally {
    client.close();
  }
}

void describe('TURN credentials that run out in a call', { skip: noCoturn }, () => {
  let coturn: Coturn;
  let relay: Relay;
  let browser: Browser;

  before(async () => {
    coturn = await Coturn.start(SECRET, { reachesItself: true });
    const urls = [`turn:127.0.0.1:${String(coturn.port)}?transport=udp`];
    relay = createRelay({
      files: mergeStaticFiles(
        ['test/e2e/pages', 'dist'].map((directory) => loadStaticFiles({ prefix: '/', directory })),
      ),
      hub: { grantIce: turnGrants({ urls, secret: SECRET, ttlMs: TTL_MS, anonymous: true }) },
    });
    await relay.ready;
    browser = await launchChromium();
  });
  after(async () => {
    await browser.close();
    await relay.close();
    await coturn.stop();
  });

  const join = async (name: string, context: BrowserContext): Promise<Person> => {
    const person = await Person.open(name, context, `http://127.0.0.1:${String(relay.port)}/call.html`);
    await person.page.$eval('call-provider', (provider) => {
      provider.setAttribute('privacy', 'relay');
    });
    await person.signIn();
    return person;
  };

  void it('are replaced, and the call goes on by a way that the newer ones have opened', async () => {
    const naomi = await join('naomi', await browser.createBrowserContext());
    const priya = await join('priya', await browser.createBrowserContext());
    await talk(naomi, priya);
    await assertMediaBothWays(naomi, priya);
    const [used, way, call] = [await loginOf(naomi), await nearEnd(naomi), await naomi.talk()];
    await areOver(naomi, used);
    assert.equal(await codeOf(coturn, used), 401);
    await naomi.waitFor((former: string) => {
      const [server] = window.probe.connections.at(-1)?.getConfiguration().iceServers ?? [];
      return server?.username !== former;
    }, used.username);
    await assertMediaBothWays(naomi, priya);
    await losesPath(naomi);
    await naomi.waitFor(async (former: number | undefined) => {
      const stats = await window.probe.connections.at(-1)?.getStats();
      const reports = [...((stats?.values() ?? []) as Iterable<Record<string, unknown>>)];
      const chosen = reports.find(({ type }) => type === 'transport')?.selectedCandidatePairId;
      const pair = reports.find(({ id, selected }) => (chosen === undefined ? selected : id === chosen));
      const local = reports.find(({ id }) => id === pair?.localCandidateId);
      return local?.port !== undefined && local.port !== former;
    }, way.port);
    await findsPath(naomi);
    await assertMediaBothWays(naomi, priya);
    assert.equal((await nearEnd(naomi)).type, 'relay');
    assert.equal((await naomi.talk()).id, call.id);
    await naomi.hangUp();
    await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
    await assertNothingLeft(naomi, priya);
  });
});
