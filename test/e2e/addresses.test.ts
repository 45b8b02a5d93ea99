/**
 * Before a person answers, nothing leaves their page that tells where it is: no answer and no candidate in any frame to
 * the relay, no packet to a STUN server, none to the caller. Unless both pages have opted in to `preconnect`, which
 * prepared.test.ts looks at.
 */
import assert from 'node:assert/strict';
import { type Socket, createSocket } from 'node:dgram';
import { once } from 'node:events';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext } from 'puppeteer-core';
import { launchChromium } from './support/browsers.js';
import { Capture, noCapture } from './support/capture.js';
import { Person } from './support/person.js';
import { RelayProcess } from './support/relay-process.js';

interface Frame {
  readonly type: string;
  readonly candidate?: { readonly candidate: string } | null;
}

/** What a page sends to its server, and gets from it. */
interface Frames {
  readonly sent: Frame[];
  readonly received: Frame[];
}

async function watchFrames({ page }: Person): Promise<Frames> {
  const frames: Frames = { sent: [], received: [] };
  const session = await page.createCDPSession();
  await session.send('Network.enable');
  session.on('Network.webSocketFrameSent', ({ response }) => {
    frames.sent.push(JSON.parse(response.payloadData) as Frame);
  });
  session.on('Network.webSocketFrameReceived', ({ response }) => {
    frames.received.push(JSON.parse(response.payloadData) as Frame);
  });
  return frames;
}

/** The UDP ports on which candidates say that somebody listens. */
const portsIn = (frames: readonly Frame[]): readonly number[] =>
  frames.flatMap(({ candidate }) => {
    const port = / udp \d+ \S+ (\d+) /i.exec(candidate?.candidate ?? '')?.[1];
    return port === undefined ? [] : [Number(port)];
  });

/** The callee's frames tell where the callee is. */
const telling = ({ sent }: Frames): readonly string[] =>
  sent.map(({ type }) => type).filter((type) => /answer|candidate|preconnect/.test(type));

describe('a page that is called', () => {
  let relay: RelayProcess;
  let browser: Browser;
  let contexts: BrowserContext[] = [];

  const enter = async (name: string): Promise<Person> => {
    const context = await browser.createBrowserContext();
    contexts.push(context);
    return Person.join(name, context, `${relay.url}call.html`);
  };
  const ring = async (caller: Person, callee: Person): Promise<void> => {
    await caller.sees(callee.name);
    await caller.call(callee.name);
    await callee.phase('incoming');
  };

  before(async () => {
    [relay, browser] = await Promise.all([RelayProcess.startWithPages(), launchChromium()]);
  });
  after(async () => {
    await Promise.all([browser.close(), relay.stop()]);
  });
  afterEach(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    contexts = [];
  });

  describe('and has not answered', () => {
    let stun: Socket;
    /** Requests that have reached the STUN server of the callee's page. */
    const requests: Buffer[] = [];

    before(async () => {
      stun = createSocket('udp4', (request) => requests.push(request));
      stun.bind(0, '127.0.0.1');
      await once(stun, 'listening');
    });
    after(() => {
      stun.close();
    });

    /** Two people of whom one rings at the other, and all that the caller has to say has arrived. */
    async function ringing(): Promise<{ priya: Person; frames: Frames }> {
      const [naomi, priya] = [await enter('naomi'), await enter('priya')];
      const frames = await watchFrames(priya);
      await priya.page.evaluate(
        (urls) => {
          const provider = document.querySelector('call-provider');
          if (provider) provider.iceServers = [{ urls }];
        },
        `stun:127.0.0.1:${String(stun.address().port)}`,
      );
      requests.length = 0;
      await ring(naomi, priya);
      // A page that shows the end of the candidates in its frames has had every chance to use those before.
      const isToldAll = (): boolean => frames.received.some(({ candidate }) => candidate === null);
      while (!isToldAll()) await priya.page.evaluate(() => new Promise(requestAnimationFrame));
      await priya.waitFor(() => window.probe.connections[0]?.signalingState === 'have-remote-offer');
      return { priya, frames };
    }

    it('has said nothing to anybody of where it is', async () => {
      const { priya, frames } = await ringing();
      assert.deepEqual(telling(frames), []);
      assert.deepEqual(requests, []);
      await priya.answer();
      await priya.phase('active');
      assert.ok(telling(frames).includes('video-answer'));
      assert.ok(requests.length > 0, 'the STUN server that was watched is the one that is used');
    });

    it('has sent no packet to the caller, as a capture shows', { skip: noCapture }, async () => {
      const whileRinging = await Capture.start();
      const { priya, frames } = await ringing();
      await whileRinging.stop();
      const afterwards = await Capture.start();
      await priya.answer();
      await priya.phase('active');
      await priya.receivesMedia();
      await afterwards.stop();
      const ports = [...portsIn(frames.received), stun.address().port];
      assert.ok(ports.length > 1, 'the caller has said where it is');
      assert.deepEqual(whileRinging.of(ports), []);
      assert.ok(afterwards.of(ports).length > 0, 'the capture sees what there is to see');
      await Promise.all([whileRinging.remove(), afterwards.remove()]);
    });
  });
});
