/**
 * Calls that are hung up while they are being set up, in Chromium: it keeps connections that are closed in the wrong moment as
 * long as the page lives, and gives a page no more than 500. None may be left.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { launchChromium } from './support/browsers.js';
import { RelayProcess } from './support/relay-process.js';

const CALLS = 40;
const WAIT = { timeout: 60_000, polling: 100 } as const;

declare global {
  interface Window {
    made: WeakRef<RTCPeerConnection>[];
    calls: number;
  }
}

/** Runs in the page before anything else. It keeps no connection alive. */
function countConnections(): void {
  window.made = [];
  const Native = RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      window.made.push(new WeakRef(this));
    }
  };
}

/** Runs in the page of who is called. */
function answerAll(): void {
  const controller = document.querySelector('call-provider')?.controller;
  controller?.subscribe(({ call }) => {
    if (call.phase === 'incoming') controller.accept();
    if (call.phase === 'ended') controller.dismiss();
  });
  controller?.signIn('priya');
}

/** Runs in the page of who calls, and hangs up as soon as there is an answer. */
function callAgainAndAgain(calls: number): void {
  const controller = document.querySelector('call-provider')?.controller;
  window.calls = 0;
  controller?.subscribe(({ call, users }) => {
    const isFree = users.some(({ name, state }) => name === 'priya' && state !== 'busy');
    if (call.phase === 'connecting') controller.hangUp();
    else if (call.phase === 'ended') {
      window.calls += 1;
      controller.dismiss();
    } else if (call.phase === 'idle' && isFree && window.calls < calls) controller.call('priya');
  });
  controller?.signIn('naomi');
}

void describe('calls that are hung up while they are set up, in Chromium', () => {
  let relay: RelayProcess;
  let browser: Browser;
  before(async () => {
    relay = await RelayProcess.startWithPages();
    browser = await launchChromium('--js-flags=--expose-gc');
  });
  after(async () => {
    await browser.close();
    await relay.stop();
  });

  const open = async (): Promise<Page> => {
    const page = await browser.newPage();
    await page.evaluateOnNewDocument(countConnections);
    await page.goto(`${relay.url}no-server.html`);
    await page.waitForFunction(() => document.querySelector('call-provider')?.controller);
    return page;
  };

  void it('leave no connection behind', async () => {
    const [naomi, priya] = [await open(), await open()];
    await priya.evaluate(answerAll);
    await naomi.evaluate(callAgainAndAgain, CALLS);
    await naomi.waitForFunction((calls: number) => window.calls === calls, WAIT, CALLS);
    for (const page of [naomi, priya]) {
      assert.ok((await page.evaluate(() => window.made.length)) >= CALLS);
      await page.waitForFunction(() => {
        // By a flag of the browser.
        gc?.();
        return window.made.every((one) => !one.deref());
      }, WAIT);
    }
  });
});
