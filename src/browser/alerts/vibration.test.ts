import { expect } from '@open-wc/testing';
import { Vibration } from './vibration.js';

describe('vibration', () => {
  const calls: VibratePattern[] = [];
  let touched = true;
  const put = (target: object, name: string, value: unknown): void => {
    Object.defineProperty(target, name, { value, configurable: true, writable: true });
  };

  before(() => {
    put(navigator, 'vibrate', (pattern: VibratePattern) => calls.push(pattern));
    Object.defineProperty(navigator, 'userActivation', {
      get: () => ({ hasBeenActive: touched }),
      configurable: true,
    });
  });

  beforeEach(() => {
    calls.length = 0;
    touched = true;
  });

  after(() => {
    Reflect.deleteProperty(navigator, 'vibrate');
    Reflect.deleteProperty(navigator, 'userActivation');
  });

  it('goes on for a minute, and stops at once', () => {
    const vibration = new Vibration();
    vibration.set(true);
    vibration.set(true);
    const [pattern] = calls as number[][];
    expect(pattern?.reduce((sum, ms) => sum + ms, 0)).to.equal(60_000);
    // More a browser would cut off.
    expect(pattern?.length).to.be.at.most(99);
    vibration.set(false);
    vibration.set(false);
    expect(calls.slice(1)).to.deep.equal([0]);
  });

  it('waits for a page to be touched', () => {
    touched = false;
    const vibration = new Vibration();
    vibration.set(true);
    expect(calls).to.deep.equal([]);
    touched = true;
    vibration.set(true);
    expect(calls).to.have.length(1);
  });

  it('is none where the device has none', () => {
    const { vibrate } = navigator;
    Reflect.deleteProperty(navigator, 'vibrate');
    const proto = Object.getOwnPropertyDescriptor(Navigator.prototype, 'vibrate');
    Reflect.deleteProperty(Navigator.prototype, 'vibrate');
    try {
      new Vibration().set(true);
    } finally {
      if (proto) Object.defineProperty(Navigator.prototype, 'vibrate', proto);
      put(navigator, 'vibrate', vibrate);
    }
    expect(calls).to.deep.equal([]);
  });
});
