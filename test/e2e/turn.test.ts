/** Calls by a real TURN server and nothing else: what leaves the page, over which transport, and servers that refuse or die. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { type MadeCertificate, makeCertificate } from '../support/certificate.js';
import { Coturn, iceServersOf, noCoturn } from '../support/coturn.js';
import { launchChromium, launchFirefox, noFirefox } from './support/browsers.js';
import { nearEnd } from './support/path.js';
import type { Person } from './support/person.js';
import { setScene } from './support/scene.js';
import { assertMediaBothWays, assertNothingLeft, talk } from './support/scenario.js';
import { installWire } from './support/wire.js';

const SECRET = 'a secret of this test';
const TRANSPORTS = ['udp', 'tcp', 'tls'] as const;

const use = ({ page }: Person, iceServers: string): Promise<void> =>
  page.evaluate((servers) => {
    document.querySelector('call-provider')?.setAttribute('ice-servers', servers);
  }, iceServers);

/** Every candidate that this page has told the other one. */
const candidatesOf = ({ page }: Person): Promise<readonly string[]> =>
  page.evaluate(() => JSON.stringify(window.wire.sent).match(/candidate:[^"\\]+/g) ?? []);

/** It is of a TURN server, and says nothing of the way there: no address, or once more the one that the server gave. */
function assertTellsNothing(candidate: string): void {
  const [, own, ownPort, related, relatedPort] =
    /^candidate:\S+ \d udp \d+ (\S+) (\d+) typ relay raddr (\S+) rport (\d+)/i.exec(candidate) ?? [];
  assert.ok(own, candidate);
  if (related !== own || relatedPort !== ownPort) assert.match(related ?? '', /^(0\.0\.0\.0|::)$/, candidate);
}

interface Kind {
  readonly name: string;
  readonly skip: string | false;
  /** One that takes this certificate from a TURN server. */
  launch(certificate: MadeCertificate): Promise<Browser>;
}

const KINDS: readonly Kind[] = [
  {
    name: 'Chromium',
    skip: noCoturn,
    launch: ({ fingerprint }) => launchChromium(`--ignore-certificate-errors-spki-list=${fingerprint}`),
  },
  {
    name: 'Firefox',
    skip: noCoturn || noFirefox,
    launch: () =>
      launchFirefox('allow', {
        acceptInsecureCerts: true,
        // Otherwise it asks no server on the machine itself.
        extraPrefsFirefox: { 'media.peerconnection.ice.loopback': true },
      }),
  },
];

for (const { name: browserName, skip, launch } of KINDS)
  void describe(`a call by TURN alone, in ${browserName}`, { skip }, () => {
    const certified = makeCertificate();
    const scene = setScene({ launch: async () => launch(await certified) });

    const startCoturn = async (): Promise<Coturn> =>
      Coturn.start(SECRET, { reachesItself: true, certificate: await certified });

    const join = async (name: string, iceServers: string): Promise<Person> => {
      const person = await scene.open(name, { scripts: [installWire] });
      await person.page.evaluate(() => {
        document.querySelector('call-provider')?.setAttribute('privacy', 'relay');
      });
      await use(person, iceServers);
      await person.signIn();
      return person;
    };

    const joinBoth = (iceServers: string): Promise<[Person, Person]> =>
      Promise.all([join('naomi', iceServers), join('priya', iceServers)]);

    for (const transport of TRANSPORTS) {
      void it(`tells no address of the person and works over ${transport}`, async () => {
        const coturn = await startCoturn();
        try {
          const people = await joinBoth(iceServersOf(coturn, SECRET, transport));
          const [naomi, priya] = people;
          await talk(naomi, priya);
          await assertMediaBothWays(naomi, priya);
          for (const person of people) assert.equal((await nearEnd(person)).turn, transport);
          await naomi.hangUp();
          await Promise.all(people.map((one) => one.phase('ended')));
          for (const person of people) {
            const told = await candidatesOf(person);
            assert.ok(told.length > 0);
            for (const candidate of told) assertTellsNothing(candidate);
          }
        } finally {
          await coturn.stop();
        }
      });
    }

    void it('goes on by another server when the one it uses dies', async () => {
      const [first, second] = await Promise.all([startCoturn(), startCoturn()]);
      try {
        const people = await joinBoth(iceServersOf(first, SECRET));
        const [naomi, priya] = people;
        await talk(naomi, priya);
        await assertMediaBothWays(naomi, priya);
        const before = await naomi.talk();
        for (const person of people) await use(person, iceServersOf(second, SECRET));
        await first.stop();
        await Promise.all(people.map((one) => one.phase('reconnecting')));
        await Promise.all(people.map((one) => one.phase('active')));
        await assertMediaBothWays(naomi, priya);
        assert.equal((await naomi.talk()).id, before.id);
        await naomi.hangUp();
        await Promise.all(people.map((one) => one.phase('ended')));
        await assertNothingLeft(naomi, priya);
      } finally {
        await second.stop();
      }
    });
  });
