/** What a page tells its controller, when it asks before it is left, and that it stops doing either. */
import { expect } from '@open-wc/testing';
import { FakeController } from '../testing/fake-controller.js';
import * as scenes from '../testing/scenes.js';
import { watchPage } from './page-life.js';

const leave = (): Event => new Event('beforeunload', { cancelable: true });
const asks = (): boolean => {
  const event = leave();
  dispatchEvent(event);
  return event.defaultPrevented;
};

describe('a page that is watched', () => {
  let controller: FakeController;
  let stop: () => void;
  const options = { noLeaveGuard: false };
  const told = (): readonly string[] => controller.commands.map(([name]) => name);

  beforeEach(() => {
    controller = new FakeController();
    options.noLeaveGuard = false;
    stop = watchPage(controller, options);
  });
  afterEach(() => {
    stop();
  });

  it('tells that it goes away', () => {
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    expect(told()).to.deep.equal(['leavePage']);
  });

  it('wakes the connection when it is back: online, visible, thawed, shown', () => {
    for (const [target, type] of [
      [window, 'online'],
      [document, 'visibilitychange'],
      [document, 'resume'],
      [window, 'pageshow'],
    ] as const)
      target.dispatchEvent(new Event(type));
    expect(told()).to.deep.equal(['wake', 'wake', 'wake', 'wake']);
  });

  it('looks for a call to go on with when it comes out of the browser’s memory', () => {
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    expect(told()).to.deep.equal(['wake', 'rejoin']);
  });

  it('asks before it is left while somebody is talking, and only then', () => {
    const active = scenes.active();
    for (const [call, expected] of [
      [scenes.outgoing(), false],
      [scenes.incoming(), false],
      [scenes.connecting(), true],
      [active, true],
      [scenes.reconnecting('peer-leaving', active), true],
      [scenes.ended('ended'), false],
    ] as const) {
      controller.set({ call });
      expect(asks(), call.phase).to.equal(expected);
    }
  });

  it('asks nothing where it was told not to, also in the middle of a call', () => {
    controller.set({ call: scenes.active() });
    options.noLeaveGuard = true;
    expect(asks()).to.equal(false);
    options.noLeaveGuard = false;
    expect(asks()).to.equal(true);
  });

  it('has no listener for leaving without a call: some browsers keep no such page in memory', () => {
    const added: string[] = [];
    const removed: string[] = [];
    const { addEventListener: add, removeEventListener: remove } = window;
    window.addEventListener = (type: string, ...rest: unknown[]): void => {
      added.push(type);
      Reflect.apply(add, window, [type, ...rest]);
    };
    window.removeEventListener = (type: string, ...rest: unknown[]): void => {
      removed.push(type);
      Reflect.apply(remove, window, [type, ...rest]);
    };
    try {
      controller.set({ call: scenes.outgoing() });
      expect(added).to.deep.equal([]);
      controller.set({ call: scenes.active() });
      expect(added).to.deep.equal(['beforeunload']);
      removed.length = 0;
      controller.set({ call: scenes.ended('ended') });
      expect(removed).to.deep.equal(['beforeunload']);
    } finally {
      window.addEventListener = add;
      window.removeEventListener = remove;
    }
  });

  it('is left alone once nobody watches, in a call or not', () => {
    controller.set({ call: scenes.active() });
    stop();
    expect(asks()).to.equal(false);
    for (const type of ['pagehide', 'pageshow', 'online']) dispatchEvent(new Event(type));
    expect([told(), controller.subscriptions]).to.deep.equal([[], 0]);
  });
});
