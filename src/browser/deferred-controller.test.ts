/** What a page meets before the engine is there, when it comes, and when it cannot be loaded. */
import { expect } from '@open-wc/testing';
import type { CallErrorCode } from '../core/errors.js';
import { CallError } from '../core/errors.js';
import type { CallReport } from '../core/report/call-report.js';
import { FakeClock } from '../testing/fake-clock.js';
import { FakeController } from '../testing/fake-controller.js';
import { Recorder } from '../testing/recorder.js';
import { ONLINE } from '../testing/scenes.js';
import { type BrowserOptions, DeferredController } from './deferred-controller.js';

/** A controller whose engine a test lets arrive, or fail, when it likes. */
function defer(options: Pick<BrowserOptions, 'noRejoin' | 'iceServers' | 'privacy'> = {}) {
  const engine = new FakeController();
  const clock = new FakeClock();
  const disposed: string[] = [];
  const loads: { arrive(): void; fail(): void }[] = [];
  const controller = new DeferredController(
    { server: '', ...options },
    () =>
      new Promise((resolve, reject) => {
        const createController = () => ({ controller: engine, dispose: () => disposed.push('engine') });
        loads.push({
          arrive: () => resolve({ createController }),
          fail: () => reject(new TypeError('Failed to fetch dynamically imported module')),
        });
      }),
    clock,
  );
  const links = new Recorder<string>();
  const errors = new Recorder<CallErrorCode>();
  controller.subscribe(({ link }) => links.add(link.status));
  controller.onError(({ code }) => errors.add(code));
  const arrive = async (): Promise<void> => {
    loads.at(-1)?.arrive();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { controller, engine, loads, links, errors, disposed, arrive, clock };
}

function codeOf(command: () => void): string | undefined {
  try {
    command();
  } catch (error) {
    return error instanceof CallError ? error.code : String(error);
  }
  return undefined;
}

describe('a controller without its engine', () => {
  it('loads nothing until somebody signs in, and then once', () => {
    const { controller, loads } = defer();
    controller.setDevice('audio', false);
    controller.applyConstraints();
    controller.wake();
    expect(loads).to.have.length(0);
    controller.signIn('naomi');
    controller.signIn('naomi');
    expect(loads).to.have.length(1);
    controller.dispose();
  });

  it('looks for a call to go on with, and loads where the page before this one left one', () => {
    const { controller, loads } = defer();
    controller.rejoin();
    expect(loads).to.have.length(0);
    const key = `call-elements/note:${String(Date.now() + 8_000)}:call:1`;
    sessionStorage.setItem(key, 'a note');
    defer({ noRejoin: true }).controller.rejoin();
    expect(loads).to.have.length(0);
    controller.rejoin();
    expect(loads).to.have.length(1);
    sessionStorage.removeItem(key);
    controller.dispose();
  });

  it('answers commands as one that is signed out', () => {
    const { controller } = defer();
    expect(codeOf(() => controller.call('priya'))).to.equal('not-online');
    expect(codeOf(() => controller.sendMessage('hello'))).to.equal('not-online');
    expect(codeOf(() => controller.accept())).to.equal('invalid-state');
    expect(codeOf(() => controller.hangUp())).to.equal('invalid-state');
    expect(codeOf(() => controller.signIn(' '))).to.equal('invalid-argument');
    expect(codeOf(() => controller.dismiss())).to.equal(undefined);
    expect(codeOf(() => controller.clearMissed())).to.equal(undefined);
  });

  it('shows what a person decides meanwhile', () => {
    const { controller, links } = defer();
    controller.setDevice('video', false);
    expect(controller.snapshot.media.camera).to.deep.equal({ status: 'off', on: false });
    controller.setState('dnd');
    expect(controller.snapshot.self).to.deep.equal({ state: 'dnd' });
    controller.signIn('naomi');
    expect(links.items.at(-1)).to.equal('connecting');
    controller.signOut();
    expect(links.items.at(-1)).to.equal('offline');
    expect(controller.snapshot.self).to.deep.equal({ state: 'available' });
    controller.dispose();
  });

  it('loads for devices that are opened before anybody signs in, and opens them then', async () => {
    const { controller, engine, loads, links, arrive } = defer();
    controller.setDevice('video', false);
    controller.setPreview(true);
    expect([loads.length, links.items.includes('connecting')]).to.deep.equal([1, false]);
    await arrive();
    expect(engine.commands).to.deep.equal([
      ['setDevice', 'video', false],
      ['setPreview', true],
    ]);
    controller.setPreview(false);
    expect(engine.commands.at(-1)).to.deep.equal(['setPreview', false]);
  });

  it('opens no device that was closed before the engine came', async () => {
    const { controller, engine, arrive } = defer();
    controller.setPreview(true);
    controller.setPreview(false);
    await arrive();
    expect(engine.commands).to.deep.equal([]);
  });

  it('says that devices cannot be opened, and opens none when the engine comes for another reason', async () => {
    const { controller, engine, loads, errors, arrive } = defer();
    controller.setPreview(true);
    loads[0]?.fail();
    await errors.first((code) => code === 'link-unreachable');
    controller.signIn('naomi');
    await arrive();
    expect(engine.commands).to.deep.equal([['signIn', 'naomi']]);
  });

  it('says what a call would connect with', async () => {
    const { controller, engine, arrive } = defer({
      iceServers: [{ urls: 'stun:stun.example.com' }],
      privacy: 'relay',
    });
    expect(controller.iceOptions).to.deep.include({
      iceServers: [{ urls: 'stun:stun.example.com' }],
      privacy: 'relay',
    });
    controller.setPreview(true);
    await arrive();
    expect(controller.iceOptions).to.equal(engine.iceOptions);
  });

  it('hands on what was kept, in order, and from then on everything', async () => {
    const { controller, engine, arrive } = defer();
    controller.setDevice('audio', false);
    controller.setState('away');
    controller.signIn('naomi');
    expect(engine.commands).to.deep.equal([]);
    await arrive();
    controller.call('priya');
    expect(engine.commands).to.deep.equal([
      ['setDevice', 'audio', false],
      ['setState', 'away'],
      ['signIn', 'naomi'],
      ['call', 'priya'],
    ]);
  });

  it('keeps what is said on the way in, and what the page gives back', async () => {
    const { controller, engine, arrive } = defer();
    const history = [{ mid: 'm', from: 'priya', text: 'hi', atMs: 1, mine: false }];
    controller.restoreMessages(history);
    controller.signIn('naomi');
    controller.sendMessage('hello');
    expect(codeOf(() => controller.sendMessage(''))).to.equal('invalid-argument');
    expect(codeOf(() => controller.resendMessage('m'))).to.equal('not-online');
    await arrive();
    expect(engine.commands).to.deep.equal([
      ['restoreMessages', history],
      ['signIn', 'naomi'],
      ['sendMessage', 'hello', undefined],
    ]);
  });

  it('shows the engine’s snapshots and tells its errors', async () => {
    const { controller, engine, errors, links, arrive } = defer();
    controller.signIn('naomi');
    await arrive();
    engine.set({ link: ONLINE });
    expect(controller.snapshot).to.deep.equal(engine.snapshot);
    expect(links.items.at(-1)).to.equal('online');
    engine.fail(new CallError('media-denied', 'no'));
    expect(errors.items).to.deep.equal(['media-denied']);
  });

  it('has nothing to report before the engine is there, and then what that says', async () => {
    const { controller, engine, arrive } = defer();
    engine.lastReport = { format: 'call-elements/report/1' } as CallReport;
    expect(await controller.report()).to.equal(undefined);
    controller.signIn('naomi');
    await arrive();
    expect(await controller.report()).to.equal(engine.lastReport);
    controller.dispose();
  });

  it('says that the engine cannot be loaded, once, and loads it when asked again', async () => {
    const { controller, engine, loads, links, errors, arrive } = defer();
    controller.signIn('naomi');
    loads[0]?.fail();
    await links.first((status) => status === 'waiting');
    expect(errors.items).to.deep.equal(['link-unreachable']);
    controller.reconnect();
    expect(loads).to.have.length(2);
    await arrive();
    expect(engine.commands).to.deep.equal([['signIn', 'naomi']]);
  });

  it('says that it cannot be loaded once, however often it is tried again', async () => {
    const { controller, loads, links, errors, clock } = defer();
    controller.signIn('naomi');
    for (const nth of [0, 1, 2]) {
      loads[nth]?.fail();
      await links.until(() => links.items.filter((status) => status === 'waiting').length === nth + 1);
      clock.advance(5_000);
    }
    expect(loads).to.have.length(4);
    expect(errors.items).to.deep.equal(['link-unreachable']);
    controller.dispose();
  });

  it('is not loaded again for somebody who signed out while it could not be', async () => {
    const { controller, loads, links, clock } = defer();
    controller.signIn('naomi');
    loads[0]?.fail();
    await links.first((status) => status === 'waiting');
    controller.signOut();
    clock.advance(60_000);
    expect([loads.length, controller.snapshot.link.status]).to.deep.equal([1, 'offline']);
  });

  it('is on the way, and tried again, for somebody who signed out and in again meanwhile', async () => {
    const { controller, loads, links, clock } = defer();
    controller.signIn('naomi');
    controller.signOut();
    controller.signIn('priya');
    expect([loads.length, controller.snapshot.link.status]).to.deep.equal([1, 'connecting']);
    loads[0]?.fail();
    await links.first((status) => status === 'waiting');
    clock.advance(5_000);
    expect(loads).to.have.length(2);
    controller.dispose();
  });

  it('tells every listener of an error, also after one that throws', async () => {
    const { controller, loads, links, clock } = defer();
    const heard: string[] = [];
    controller.onError(() => {
      throw new Error('broken listener');
    });
    controller.onError(({ code }) => heard.push(code));
    controller.signIn('naomi');
    loads[0]?.fail();
    await links.first((status) => status === 'waiting');
    expect(heard).to.deep.equal(['link-unreachable']);
    expect(() => {
      clock.advance(0);
    }).to.throw('broken listener');
    controller.dispose();
  });

  it('lets go of the engine, also of one that comes too late', async () => {
    const early = defer();
    early.controller.signIn('naomi');
    early.controller.dispose();
    await early.arrive();
    expect(early.engine.commands).to.deep.equal([]);
    expect(codeOf(() => early.controller.signIn('naomi'))).to.equal('disposed');

    const late = defer();
    late.controller.signIn('naomi');
    await late.arrive();
    late.controller.dispose();
    expect(late.disposed).to.deep.equal(['engine']);
  });
});
