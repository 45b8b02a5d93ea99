/** The report of a real call, in both browsers: the connection's statistics are in it, and nothing of who and where. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import type { CallReport } from '../../src/core/index.js';
import { launchChromium, launchFirefox, noFirefox } from './support/browsers.js';
import { Person } from './support/person.js';
import { RelayProcess } from './support/relay-process.js';
import { talk } from './support/scenario.js';

const reportOf = ({ page }: Person): Promise<CallReport | undefined> =>
  page.evaluate(() => document.querySelector('call-provider')?.controller?.report());

/** What the two browsers told each other of where they are and who they are. */
const secretsOf = ({ page }: Person): Promise<string[]> =>
  page.evaluate(() =>
    window.probe.connections
      .flatMap(({ localDescription, remoteDescription }) => [localDescription, remoteDescription])
      .flatMap((one) => [
        ...(one?.sdp.matchAll(/^a=(?:ice-ufrag|ice-pwd|fingerprint):(.+?)\r?$/gm) ?? []),
        ...(one?.sdp.matchAll(/^a=candidate:\S+ \d+ \w+ \d+ (\S+)/gm) ?? []),
      ])
      .map(([, secret = '']) => secret),
  );

void describe('a report of a call between Chromium and Firefox', { skip: noFirefox }, () => {
  let relay: RelayProcess;
  const browsers: Browser[] = [];

  before(async () => {
    relay = await RelayProcess.startWithPages();
    browsers.push(await launchChromium(), await launchFirefox());
  });

  after(async () => {
    for (const browser of browsers) await browser.close();
    await relay.stop();
  });

  void it('has what the connection counted and how the call came about, and nobody can be told from it', async () => {
    const [chromium, firefox] = browsers as [Browser, Browser];
    const page = `${relay.url}call.html`;
    const naomi = await Person.join('naomi-in-a-test', await chromium.createBrowserContext(), page);
    const priya = await Person.join('priya-in-a-test', await firefox.createBrowserContext(), page);
    assert.equal((await reportOf(naomi))?.call.phase, 'idle');
    await talk(naomi, priya);
    for (const person of [naomi, priya]) {
      const report = await reportOf(person);
      assert.ok(report);
      assert.equal(report.call.phase, 'active');
      assert.ok(report.stats.some(({ type }) => type === 'outbound-rtp'));
      assert.ok(report.stats.some(({ type }) => type === 'local-candidate'));
      assert.ok(
        report.journal.some(({ event, connection }) => event === 'connection' && connection === 'connected'),
      );
      const text = JSON.stringify(report);
      const secrets = await secretsOf(person);
      assert.ok(secrets.length > 4);
      for (const secret of [...secrets, 'naomi', 'priya', '"port"'])
        assert.ok(!text.includes(secret), `${secret} is in the report`);
      assert.doesNotMatch(text, /\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b(?!\s*Safari)(?<!\/[\d.]+)/);
    }
    // Until its connection was looked at with sound on it: that is what is left of it.
    await priya.page.waitForFunction(
      () => document.querySelector('call-provider')?.controller?.snapshot.quality?.figures?.received.audio,
    );
    await naomi.hangUp();
    await priya.phase('ended');
    const after = await reportOf(priya);
    assert.equal(after?.call.why, 'ended');
    assert.ok(after.stats.some(({ type }) => type === 'inbound-rtp'));
    assert.doesNotMatch(JSON.stringify(after), /"(?:port|address|url|usernameFragment)"/);
  });
});
