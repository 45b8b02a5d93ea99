/** Two people who write to each other, in two browsers, through a real relay. */
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import type { ChatMessage } from '../../src/core/index.js';
import { launchChromium, launchFirefox, noFirefox } from './support/browsers.js';
import { Person } from './support/person.js';
import { setScene } from './support/scene.js';

/** Somebody with the chat in front of them. */
class Writer {
  readonly person: Person;

  private constructor(person: Person) {
    this.person = person;
  }

  static async join(name: string, browser: Browser, url: string): Promise<Writer> {
    return new Writer(await Person.join(name, await browser.createBrowserContext(), url));
  }

  async write(text: string): Promise<void> {
    const { page } = this.person;
    await page.bringToFront();
    await page.locator('call-chat-panel >>> textarea').click();
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  }

  /** Opens a conversation as the list offers it, once it does. */
  async open(option: string): Promise<void> {
    const { page } = this.person;
    await page.bringToFront();
    await this.person.waitFor((wanted) => {
      const panel = document.querySelector('call-chat-panel')?.shadowRoot;
      const select = panel?.querySelector('select');
      const at = [...(select?.options ?? [])].findIndex(({ text }) => text.trim() === wanted);
      if (!select || at < 0) return false;
      select.selectedIndex = at;
      select.dispatchEvent(new Event('change'));
      return true;
    }, option);
  }

  /** Waits until the panel shows these words. */
  async reads(words: string): Promise<void> {
    await this.person.page.bringToFront();
    await this.person.waitFor((wanted) => {
      const log = document.querySelector('call-chat-panel')?.shadowRoot;
      return log?.textContent.replace(/\s+/g, ' ').includes(wanted) ?? false;
    }, words);
  }

  async is(state: string, wanted: boolean): Promise<void> {
    await this.person.waitFor(
      (name, yes) => document.querySelector('call-chat-panel')?.matches(`:state(${name})`) === yes,
      state,
      wanted,
    );
  }

  field(): Promise<string> {
    return this.person.page.evaluate(
      () => document.querySelector('call-chat-panel')?.shadowRoot?.querySelector('textarea')?.value ?? '',
    );
  }

  messages(): Promise<readonly ChatMessage[]> {
    return this.person.page.evaluate(
      () => document.querySelector('call-provider')?.controller?.snapshot.chat.messages ?? [],
    );
  }

  /** The socket is lost, and no other can be had for a while. */
  async losesItsConnection(): Promise<void> {
    await this.person.page.evaluate(() => {
      const socket = window.probe.sockets.at(-1);
      const Native = window.WebSocket;
      // One that is lost at once: a refused one would be an error of the page in Firefox.
      window.WebSocket = class {
        onclose: ((event: CloseEvent) => void) | undefined;
        constructor() {
          queueMicrotask(() => this.onclose?.(new CloseEvent('close', { code: 1006 })));
        }
      } as unknown as typeof WebSocket;
      addEventListener('reconnect-now', () => {
        window.WebSocket = Native;
        document.querySelector('call-provider')?.controller?.reconnect();
      });
      socket?.dispatchEvent(new CloseEvent('close', { code: 1006 }));
    });
    await this.person.waitFor(
      () => document.querySelector('call-provider')?.controller?.snapshot.link.status === 'waiting',
    );
  }

  async findsItAgain(): Promise<void> {
    await this.person.page.evaluate(() => dispatchEvent(new Event('reconnect-now')));
    await this.person.waitFor(
      () => document.querySelector('call-provider')?.controller?.snapshot.link.status === 'online',
    );
  }

  async leave(): Promise<void> {
    if (this.person.page.isClosed()) return;
    assert.deepEqual(this.person.pageErrors, []);
    assert.deepEqual(await this.person.page.evaluate(() => window.probe.violations), []);
    await this.person.page.browserContext().close();
  }
}

const chatIn = (title: string, launch: () => Promise<Browser>, skip: string | false): void => {
  void describe(`a chat in ${title} through the relay`, { skip }, () => {
    const scene = setScene({ launch });

    let writers: readonly Writer[] = [];
    afterEach(async () => {
      const all = writers;
      writers = [];
      for (const writer of all) await writer.leave();
    });

    const join = async (name: string): Promise<Writer> => {
      const writer = await Writer.join(name, scene.browser, `${scene.relay.url}chat.html`);
      writers = [...writers, writer];
      return writer;
    };
    const two = async (): Promise<readonly [Writer, Writer]> => [await join('naomi'), await join('priya')];

    void it('goes to everybody, and to one person in a conversation of its own', async () => {
      const [naomi, priya] = await two();
      await naomi.write('Good morning');
      await naomi.reads('Good morning');
      await naomi.reads('Sent');
      assert.equal(await naomi.field(), '');
      await priya.reads('Good morning');
      await naomi.open('priya');
      await naomi.write('psst');
      await naomi.reads('Delivered');
      await priya.reads('naomi: 1 new');
      await priya.is('unread', true);
      await priya.person.click('call-chat-panel >>> [part=unread-button]');
      await priya.reads('psst');
      await priya.is('unread', false);
    });

    void it('makes links of addresses, and of nothing else', async () => {
      const [naomi, priya] = await two();
      await naomi.write('javascript:alert(1) <b>x</b> https://example.com/plan.');
      await priya.reads('https://example.com/plan.');
      const links = await priya.person.page.evaluate(() => {
        const bubble = document.querySelector('call-chat-panel')?.shadowRoot?.querySelector('[part~=bubble]');
        const children = [...(bubble?.querySelectorAll<HTMLAnchorElement>('*') ?? [])];
        return children.map(({ localName, href, rel, target }) => [localName, href, rel, target]);
      });
      assert.deepEqual(links, [['a', 'https://example.com/plan', 'noopener noreferrer nofollow', '_blank']]);
    });

    void it('loses nothing with the connection, and says nothing twice', async () => {
      const [naomi, priya] = await two();
      await naomi.write('before');
      await priya.reads('before');
      await naomi.losesItsConnection();
      await naomi.write('meanwhile');
      await naomi.write('and again');
      await naomi.reads('Sending…');
      await naomi.findsItAgain();
      await naomi.reads('Sent');
      await priya.reads('and again');
      for (const writer of [naomi, priya])
        assert.deepEqual(
          (await writer.messages()).map(({ text }) => text),
          ['before', 'meanwhile', 'and again'],
        );
    });

    void it('says that somebody who has left did not get it, and tries again when asked', async () => {
      const [naomi, priya] = await two();
      await naomi.open('priya');
      await priya.leave();
      await naomi.reads('priya is not here now');
      await naomi.write('are you there?');
      await naomi.reads('Not delivered');
      const back = await join('priya');
      await naomi.person.click('call-chat-panel >>> [part=retry-button]');
      await naomi.reads('Delivered');
      await back.reads('naomi: 1 new');
    });
  });
};

chatIn('Chromium', () => launchChromium(), false);
chatIn('Firefox', launchFirefox, noFirefox);
