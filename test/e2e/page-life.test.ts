/** What a page goes through while it has a call or none: asked, kept in memory, frozen, copied, moved, removed. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import type { CallProvider } from '../../src/index.js';
import type { Person } from './support/person.js';
import { assertMediaBothWays, assertNothingLeft, talk } from './support/scenario.js';
import { setScene } from './support/scene.js';

void describe('a page', () => {
  const scene = setScene();

  const inCall = async (): Promise<{ naomi: Person; priya: Person }> => {
    const [naomi, priya] = [await scene.join('naomi'), await scene.join('priya')];
    await talk(naomi, priya);
    return { naomi, priya };
  };

  const status = (page: Page): Promise<string | undefined> =>
    page.evaluate(() => document.querySelector('call-provider')?.controller?.snapshot.link.status);

  void describe('that is to be left', () => {
    void it('asks in the middle of a call, and goes on with it when the person stays', async () => {
      const { naomi, priya } = await inCall();
      naomi.answersYes = false;
      await naomi.page.evaluate(() => {
        location.reload();
      });
      assert.deepEqual(naomi.questions, ['beforeunload']);
      await assertMediaBothWays(naomi, priya);
      assert.equal((await priya.talk()).pc, 1);
    });

    void it('asks nothing without a call, nor where its author does not want it', async () => {
      const { naomi, priya } = await inCall();
      await priya.page.evaluate(() => {
        document.querySelector('call-provider')?.setAttribute('no-leave-guard', '');
      });
      await priya.page.reload();
      await priya.phase('active');
      await naomi.hangUp();
      await naomi.page.reload();
      assert.deepEqual([naomi.questions, priya.questions], [[], []]);
    });

    void it('for good ends the call at once where its author does not want it back', async () => {
      const { naomi, priya } = await inCall();
      await naomi.page.evaluate(() => {
        document.querySelector('call-provider')?.setAttribute('no-rejoin', '');
      });
      await naomi.page.reload();
      await priya.phase('ended');
      assert.equal(await priya.endReason(), 'ended');
      await naomi.phase('idle');
      assert.equal(await naomi.page.evaluate(() => sessionStorage.length), 0);
    });
  });

  void describe('that the browser keeps in memory', () => {
    void it('comes back with a fresh connection, under the same name', async () => {
      const naomi = await scene.join('naomi');
      const priya = await scene.join('priya');
      await naomi.page.evaluate(() => {
        addEventListener('pageshow', ({ persisted }) => {
          document.title = persisted ? 'kept' : 'loaded';
        });
      });
      await naomi.page.goto(`${scene.relay.url}no-server.html`);
      await naomi.page.goBack();
      await naomi.waitFor(() => document.title === 'kept');
      await naomi.waitFor(
        () => document.querySelector('call-provider')?.controller?.snapshot.link.status === 'online',
      );
      assert.equal(await naomi.ownName(), 'naomi');
      await talk(naomi, priya);
      await assertMediaBothWays(naomi, priya);
    });

    void it('is loaded anew when it was in a call, and takes that up again', async () => {
      const { naomi, priya } = await inCall();
      await naomi.page.goto(`${scene.relay.url}no-server.html`);
      await priya.phase('reconnecting');
      await naomi.page.goBack();
      await Promise.all([naomi.phase('active'), priya.phase('active')]);
      await assertMediaBothWays(naomi, priya);
    });
  });

  void it('that is frozen goes on with the call; its connection to the server comes back when it thaws', async () => {
    const { naomi, priya } = await inCall();
    const { id } = await naomi.talk();
    const devtools = await naomi.page.createCDPSession();
    await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
    // The relay hears nothing of a frozen page, and waits for it.
    await priya.waitFor(
      () => document.querySelector('call-provider')?.controller?.snapshot.users[0]?.state === 'reconnecting',
    );
    await priya.receivesMedia();
    assert.equal((await priya.talk()).id, id);
    await devtools.send('Page.setWebLifecycleState', { state: 'active' });
    await priya.waitFor(
      () => document.querySelector('call-provider')?.controller?.snapshot.users[0]?.state === 'in-call',
    );
    await naomi.waitFor(
      () => document.querySelector('call-provider')?.controller?.snapshot.link.status === 'online',
    );
    for (const person of [naomi, priya]) {
      const talking = await person.talk();
      assert.deepEqual([talking.id, talking.pc], [id, 1], person.name);
    }
    await naomi.page.evaluate(() =>
      document.querySelector('call-provider')?.controller?.setDevice('audio', false),
    );
    await priya.callIs((call) => call.phase === 'active' && !call.remote.media.audio);
    await naomi.page.evaluate(() =>
      document.querySelector('call-provider')?.controller?.setDevice('audio', true),
    );
    // A page that was frozen from outside stays hidden and draws nothing; what it decodes can be seen.
    await naomi.receivesMedia();
    await priya.receivesMedia();
    await priya.hangUp();
    await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
    assert.equal(await naomi.endReason(), 'ended');
    await assertNothingLeft(naomi, priya);
  });

  void describe('whose tab is duplicated', () => {
    /** Another tab with a copy of this one's session storage, as it is now. */
    const duplicate = async (page: Page): Promise<Page> => {
      const opened = new Promise<Page>((resolve, reject) => {
        page.once('popup', (popup) => {
          if (popup) resolve(popup);
          else reject(new Error('no tab was opened'));
        });
      });
      await page.evaluate((address) => {
        open(address);
      }, `${scene.relay.url}call.html`);
      return opened;
    };

    const phaseOf = (page: Page): Promise<string | undefined> =>
      page.evaluate(() => document.querySelector('call-provider')?.controller?.snapshot.call.phase);

    void it('in the middle of a call has nothing of it in the copy', async () => {
      const { naomi, priya } = await inCall();
      const copy = await duplicate(naomi.page);
      await copy.waitForSelector('call-sign-in >>> input', { visible: true });
      assert.deepEqual([await status(copy), await phaseOf(copy)], ['offline', 'idle']);
      assert.equal(await copy.evaluate(() => sessionStorage.length), 0);
      await copy.close();
      await assertMediaBothWays(naomi, priya);
    });

    void it('while it is away has one owner of the call, and the other tab leaves it alone', async () => {
      const { naomi, priya } = await inCall();
      await naomi.page.goto(`${scene.relay.url}healthz`);
      const copy = await duplicate(naomi.page);
      await naomi.page.goto(`${scene.relay.url}call.html`);
      await priya.phase('active');
      const phases = [await phaseOf(naomi.page), await phaseOf(copy)];
      assert.deepEqual([...phases].sort(), ['active', 'idle']);
      const other = phases[0] === 'active' ? copy : naomi.page;
      assert.equal(await status(other), 'offline');
      await priya.receivesMedia();
      assert.deepEqual(
        await priya.page.evaluate(() =>
          document.querySelector('call-provider')?.controller?.snapshot.users.map(({ name }) => name),
        ),
        ['naomi'],
      );
    });
  });

  void describe('whose provider', () => {
    void it('is moved goes on with the call', async () => {
      const { naomi, priya } = await inCall();
      const { id } = await naomi.talk();
      await naomi.page.evaluate(() => {
        const provider = document.querySelector('call-provider');
        const section = document.body.appendChild(document.createElement('section'));
        if (provider) section.append(provider);
      });
      await assertMediaBothWays(naomi, priya);
      assert.equal((await naomi.talk()).id, id);
    });

    void it('is removed hangs up, and leaves nothing open', async () => {
      const { naomi, priya } = await inCall();
      await naomi.page.evaluate(() => document.querySelector('call-provider')?.remove());
      await priya.phase('ended');
      assert.equal(await priya.endReason(), 'ended');
      await assertNothingLeft(naomi, priya);
      await naomi.waitFor(() =>
        window.probe.sockets.every(({ readyState }) => readyState === WebSocket.CLOSED),
      );
      await naomi.page.reload();
      assert.deepEqual(naomi.questions, []);
    });

    void it('is one of two has its own call, also after a reload', async () => {
      const both = await scene.open('both', { page: 'two-providers.html' });
      const [priya, ben] = [await scene.join('priya'), await scene.join('ben')];
      const phases = (): Promise<readonly string[]> =>
        both.page.evaluate(() =>
          [...document.querySelectorAll('call-provider')].map(
            (provider) => provider.controller?.snapshot.call.phase ?? 'none',
          ),
        );
      const bothTalk = (): Promise<void> =>
        both.waitFor(() =>
          [...document.querySelectorAll('call-provider')].every(
            (provider) => provider.controller?.snapshot.call.phase === 'active',
          ),
        );
      await both.waitFor(() =>
        [...document.querySelectorAll<CallProvider>('call-provider')].every(
          (provider) => provider.controller?.snapshot.users.length === 3,
        ),
      );
      await both.page.evaluate(() => {
        const [naomi, oleg] = document.querySelectorAll('call-provider');
        naomi?.controller?.call('priya');
        oleg?.controller?.call('ben');
      });
      for (const person of [priya, ben]) {
        await person.phase('incoming');
        await person.answer();
      }
      await bothTalk();
      await both.page.reload();
      await bothTalk();
      for (const person of [priya, ben]) {
        await person.phase('active');
        await person.page.bringToFront();
        await person.receivesMedia();
      }
      await priya.hangUp();
      await both.waitFor(
        () => document.querySelector('call-provider')?.controller?.snapshot.call.phase === 'ended',
      );
      assert.deepEqual(await phases(), ['ended', 'active']);
      await ben.receivesMedia();
    });
  });
});
