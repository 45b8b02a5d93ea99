/** The examples of docs/own-backend.md, as they stand there: a server of somebody's own, and pages that call over it. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { WebSocket } from 'ws';
import { Document } from '../support/markdown.js';
import { launchChromium } from './support/browsers.js';
import { Folder } from './support/folder.js';
import { Person } from './support/person.js';
import { RelayProcess } from './support/relay-process.js';
import { assertMediaBothWays, assertNothingLeft, talk } from './support/scenario.js';

const docs = new Document('docs/own-backend.md');

/** What the page of `shared.js` has already: a chat, connected to the same server. */
const CHAT = `
const socket = new WebSocket('ws://localhost:8080');
const write = (message) => socket.send(JSON.stringify(message));
export const chat = new (class extends EventTarget {
  people = [];
  me = '';
  ready = new Promise((resolve) => {
    socket.onopen = () => write({ kind: 'hello', name: new URLSearchParams(location.search).get('me') });
    socket.onmessage = ({ data }) => {
      const { kind, people, you, ...said } = JSON.parse(data);
      if (kind === 'roster') Object.assign(this, { people, me: you });
      this.dispatchEvent(Object.assign(new Event(kind === 'roster' ? 'people' : kind), said));
      resolve();
    };
  });
  say(to, payload) {
    write({ kind: 'say', to, payload });
  }
})();
document.addEventListener('click', ({ target }) => {
  if (target.id === 'greet') chat.say('priya', { text: 'hello' });
});
chat.addEventListener('say', ({ payload }) => {
  if (payload.text) document.title = payload.text;
});`;

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function untilListening(url: string, server: ChildProcess): Promise<void> {
  for (;;) {
    assert.equal(server.exitCode, null, 'it runs');
    const socket = new WebSocket(url);
    const isOpen = await new Promise((resolve) => {
      socket.on('open', () => {
        resolve(true);
      });
      socket.on('error', () => {
        resolve(false);
      });
    });
    socket.close();
    if (isOpen) return;
  }
}

void describe('docs/own-backend.md', () => {
  let folder: Folder;
  let port: number;
  let backend: ChildProcess;
  let pages: RelayProcess;
  let browser: Browser;

  before(async () => {
    port = await freePort();
    const page = docs.snippet('index.html');
    const using = (script: string): string => page.replace('/calls.js', `/${script}`);
    const atPort = (text: string): string => text.replaceAll('8080', String(port));
    folder = new Folder({
      'server.mjs': atPort(docs.snippet('server.mjs')),
      'index.html': page,
      'calls.js': atPort(docs.snippet('calls.js')),
      'shared.html': `${using('shared.js')}<button id="greet">Greet</button>`,
      'shared.js': docs.snippet('shared.js'),
      'chat.js': atPort(CHAT),
      'port.html': using('port.js'),
      'port.js': docs.snippet('port.js'),
    });
    backend = spawn(process.execPath, [`${folder.path}/server.mjs`], { stdio: 'inherit' });
    await untilListening(`ws://localhost:${String(port)}`, backend);
    pages = await RelayProcess.startWithPages(folder.path);
    browser = await launchChromium();
  });

  after(async () => {
    await browser.close();
    await pages.stop();
    backend.kill();
    folder.remove();
  });

  /** Says hello, and answers with the name that it was given. */
  const nameOf = (socket: WebSocket, name: string): Promise<string> =>
    new Promise((resolve) => {
      socket.once('message', (data) => {
        resolve((JSON.parse((data as Buffer).toString()) as { you: string }).you);
      });
      socket.once('open', () => {
        socket.send(JSON.stringify({ kind: 'hello', name }));
      });
    });

  void it('gives nobody the name of somebody who is there', async () => {
    const sockets: WebSocket[] = [];
    const given: string[] = [];
    for (const name of ['ann', 'ann2', 'ann']) {
      const socket = new WebSocket(`ws://localhost:${String(port)}`);
      sockets.push(socket);
      given.push(await nameOf(socket, name));
    }
    for (const socket of sockets) socket.close();
    assert.deepEqual(given, ['ann', 'ann2', 'ann3']);
  });

  const callOn = async (page: string): Promise<readonly [Person, Person]> => {
    const enter = async (name: string): Promise<Person> =>
      Person.join(name, await browser.createBrowserContext(), `${pages.url}${page}?me=${name}`);
    const [naomi, priya] = [await enter('naomi'), await enter('priya')];
    await talk(naomi, priya);
    await assertMediaBothWays(naomi, priya);
    return [naomi, priya];
  };

  const end = async (naomi: Person, priya: Person): Promise<void> => {
    await naomi.click('call-video-panel >>> call-hangup-button >>> button');
    await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
    await assertNothingLeft(naomi, priya);
    for (const { page } of [naomi, priya]) await page.browserContext().close();
  };

  void it('a server that knows no calls carries one between two pages, and who leaves is gone', async () => {
    const [naomi, priya] = await callOn('index.html');
    await end(naomi, priya);
    const oleg = await Person.join('oleg', await browser.createBrowserContext(), pages.url);
    await oleg.waitFor(
      () => document.querySelector('call-provider')?.controller?.snapshot.users.length === 0,
    );
    const again = await Person.join('oleg', await browser.createBrowserContext(), pages.url);
    await again.waitFor(
      () => document.querySelector('call-provider')?.controller?.snapshot.self.requested === 'oleg',
    );
    await again.page.browserContext().close();
    await oleg.page.browserContext().close();
  });

  void it('a connection that the page has already carries calls beside its texts', async () => {
    const [naomi, priya] = await callOn('shared.html');
    await naomi.click('#greet');
    await priya.waitFor(() => document.title === 'hello');
    assert.equal(await naomi.page.evaluate(() => window.probe.sockets.length), 1, 'it is the only one');
    await end(naomi, priya);
  });

  void it('a port by hand calls over a server that speaks the protocol', async () => {
    const [naomi, priya] = await callOn('port.html');
    await end(naomi, priya);
  });
});
