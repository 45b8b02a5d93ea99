/** What call-notice says on pages in which no device can ever work, as a browser really makes them. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { Browser, Frame } from 'puppeteer-core';
import { launchChromium } from './support/browsers.js';
import { RelayProcess } from './support/relay-process.js';

/** The relay's pages without its headers, which let them stand in no frame of another origin, and hold none. */
const serveEmbeddable = (origin: string): Server =>
  createServer((request, response) => {
    void fetch(new URL(request.url ?? '', origin)).then(async (page) => {
      response.setHeader('content-type', page.headers.get('content-type') ?? '');
      response.end(Buffer.from(await page.arrayBuffer()));
    });
  });

void describe('call-notice', () => {
  let relay: RelayProcess;
  let embeddable: Server;
  let browser: Browser;
  before(async () => {
    relay = await RelayProcess.startWithPages();
    embeddable = serveEmbeddable(relay.url).listen(0, '127.0.0.1');
    await once(embeddable, 'listening');
    browser = await launchChromium('--host-resolver-rules=MAP insecure.test 127.0.0.1');
  });
  after(async () => {
    await browser.close();
    embeddable.close();
    await relay.stop();
  });

  const pageAt = (host: string): string => {
    const { port } = embeddable.address() as AddressInfo;
    return `http://${host}:${String(port)}/notice.html`;
  };

  // `visible` looks at every frame: the other way sees no change inside a shadow root.
  const textIn = async (frame: Frame, part: string): Promise<string> => {
    const found = await frame.waitForSelector(`call-notice >>> [part="${part}"]`, { visible: true });
    return (await found?.evaluate((one) => one.textContent)) ?? '';
  };

  void it('says on an insecure page, before any call, that it needs https', async () => {
    const page = await browser.newPage();
    await page.goto(pageAt('insecure.test'));
    assert.equal(
      await textIn(page.mainFrame(), 'title'),
      'Your camera and microphone are not available on this page',
    );
    assert.match(await textIn(page.mainFrame(), 'text'), /https/);
  });

  void it('names what a frame must allow, and that is enough', async () => {
    const page = await browser.newPage();
    await page.goto(pageAt('localhost'));
    const frameWith = async (allow: string): Promise<Frame> => {
      const handle = await page.evaluateHandle(
        (src, value) => {
          const element = document.createElement('iframe');
          element.allow = value;
          element.src = src;
          document.body.replaceChildren(element);
          return element;
        },
        pageAt('127.0.0.1'),
        allow,
      );
      return handle.contentFrame();
    };
    const hint = await textIn(await frameWith(''), 'hint');
    const allow = /^<iframe allow="(.*)">$/.exec(hint)?.[1];
    assert.ok(allow, hint);
    const allowed = await frameWith(allow);
    await allowed.waitForFunction(() => document.querySelector('call-notice')?.matches(':state(empty)'));
    const notice = await allowed.$('call-notice');
    assert.equal(await notice?.evaluate(({ shadowRoot }) => shadowRoot?.textContent.trim()), '');
  });
});
