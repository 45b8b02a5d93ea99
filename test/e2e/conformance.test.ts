/** The suite for clients against a page with call elements, in a real browser: descriptions, candidates and sockets are real. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { type Report, describeVerdict } from '../../server/conformance/report.js';
import { testClient } from '../../server/conformance/client/suite.js';
import { launchChromium } from './support/browsers.js';
import { RelayProcess } from './support/relay-process.js';

const wrong = ({ verdicts }: Report): string =>
  verdicts
    .filter(({ status }) => status !== 'passed')
    .map(describeVerdict)
    .join('\n');

void describe('a page with call elements', () => {
  let pages: RelayProcess;
  let browser: Browser;
  before(async () => {
    pages = await RelayProcess.startWithPages();
    browser = await launchChromium();
  });
  after(async () => {
    await browser.close();
    await pages.stop();
  });

  void it('passes every case for clients', async () => {
    const page = await browser.newPage();
    const report = await testClient({
      timeoutMs: 20_000,
      onReady: (url) => void page.goto(`${pages.url}obliging.html?server=${encodeURIComponent(url)}`),
    });
    assert.equal(wrong(report), '');
  });
});
