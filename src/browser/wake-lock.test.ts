/** When the screen is kept on, and that it is not for a moment longer. The lock itself is the browser's. */
import { expect, nextFrame as settle } from '@open-wc/testing';
import { FakeController } from '../testing/fake-controller.js';
import * as scenes from '../testing/scenes.js';
import { watchWakeLock } from './wake-lock.js';

describe('a screen that is kept on', () => {
  let controller: FakeController;
  let stop: () => void;
  let options: { noWakeLock: boolean };
  let asked: number;
  let held: number;
  let isHidden: boolean;
  /** How the browser answers. */
  let answer: () => Promise<WakeLockSentinel>;

  const give = (): Promise<WakeLockSentinel> => {
    held += 1;
    return Promise.resolve({
      release: () => {
        held -= 1;
        return Promise.resolve();
      },
    } as WakeLockSentinel);
  };
  const turn = (hidden: boolean): void => {
    isHidden = hidden;
    document.dispatchEvent(new Event('visibilitychange'));
  };
  const put = (name: string, owner: object, get: () => unknown): void => {
    Object.defineProperty(owner, name, { configurable: true, get });
  };

  beforeEach(() => {
    [asked, held, isHidden, answer] = [0, 0, false, give];
    put('wakeLock', navigator, () => ({
      request: () => {
        asked += 1;
        return answer();
      },
    }));
    put('hidden', document, () => isHidden);
    controller = new FakeController();
    options = { noWakeLock: false };
    stop = watchWakeLock(controller, options);
  });
  afterEach(() => {
    stop();
    Reflect.deleteProperty(navigator, 'wakeLock');
    Reflect.deleteProperty(document, 'hidden');
  });

  it('is so while somebody is talking, and only then', async () => {
    const active = scenes.active();
    for (const [call, expected] of [
      [scenes.outgoing(), 0],
      [scenes.incoming(), 0],
      [scenes.connecting(), 1],
      [active, 1],
      [scenes.reconnecting('network', active), 1],
      [scenes.ended('ended'), 0],
    ] as const) {
      controller.set({ call });
      await settle();
      expect(held, call.phase).to.equal(expected);
    }
    expect(asked).to.equal(1);
  });

  it('is so again when a page that was hidden is seen, if the call still goes on', async () => {
    controller.set({ call: scenes.active() });
    turn(true);
    await settle();
    expect(held).to.equal(0);
    turn(false);
    await settle();
    expect([asked, held]).to.deep.equal([2, 1]);
    turn(true);
    controller.set({ call: scenes.ended('ended') });
    turn(false);
    await settle();
    expect([asked, held]).to.deep.equal([2, 0]);
  });

  it('is let go when the call is over before the browser has answered', async () => {
    let give = (): void => undefined;
    const slow = new Promise<void>((resolve) => (give = resolve));
    const soon = answer;
    answer = () => slow.then(soon);
    controller.set({ call: scenes.active() });
    controller.set({ call: scenes.ended('ended') });
    give();
    await settle();
    expect([asked, held]).to.deep.equal([1, 0]);
  });

  it('goes dark where the browser says no, and it is not asked again for each thing that happens', async () => {
    answer = () => Promise.reject(new DOMException('low battery', 'NotAllowedError'));
    for (let n = 0; n < 3; n += 1) controller.set({ call: scenes.active() });
    await settle();
    expect([asked, held]).to.deep.equal([1, 0]);
  });

  it('goes dark where the page wants that, also from the middle of a call', async () => {
    controller.set({ call: scenes.active() });
    options.noWakeLock = true;
    controller.set({ call: scenes.active() });
    await settle();
    expect(held).to.equal(0);
  });

  it('is left alone once nobody watches', async () => {
    controller.set({ call: scenes.active() });
    stop();
    turn(false);
    controller.set({ call: scenes.active() });
    await settle();
    expect([asked, held, controller.subscriptions]).to.deep.equal([1, 0, 0]);
  });

  it('is no matter of a browser without such a lock', () => {
    put('wakeLock', navigator, () => undefined);
    const other = new FakeController();
    watchWakeLock(other, {})();
    expect(other.subscriptions).to.equal(0);
  });
});
