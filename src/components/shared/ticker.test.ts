import { expect, fixture, html } from '@open-wc/testing';
import { LitElement } from 'lit';
import { formatDuration, Ticker } from './ticker.js';

class TickingElement extends LitElement {
  needed = false;
  renders = 0;
  constructor() {
    super();
    new Ticker(this, () => this.needed);
  }
  protected override updated(): void {
    this.renders += 1;
  }
}
customElements.define('ticking-element', TickingElement);

describe('ticker', () => {
  const real = { setInterval: window.setInterval, clearInterval: window.clearInterval };
  const running = new Map<number, () => void>();
  let started = 0;

  beforeEach(() => {
    running.clear();
    started = 0;
    window.setInterval = ((run: () => void) => {
      started += 1;
      running.set(started, run);
      return started;
    }) as unknown as typeof window.setInterval;
    window.clearInterval = ((id: number) => running.delete(id)) as unknown as typeof window.clearInterval;
  });
  afterEach(() => {
    Object.assign(window, real);
  });

  const ticking = async (needed: boolean): Promise<TickingElement> => {
    const element = await fixture<TickingElement>(html`<ticking-element></ticking-element>`);
    element.needed = needed;
    element.requestUpdate();
    await element.updateComplete;
    return element;
  };

  it('runs nothing while nobody needs it', async () => {
    await ticking(false);
    expect(running.size).to.equal(0);
  });

  it('updates all who need it with one interval', async () => {
    const elements = [await ticking(true), await ticking(true)];
    expect(running.size).to.equal(1);
    const before = elements.map((one) => one.renders);
    for (const run of running.values()) run();
    await Promise.all(elements.map((one) => one.updateComplete));
    expect(elements.map((one) => one.renders)).to.deep.equal(before.map((renders) => renders + 1));
    for (const one of elements) one.remove();
    expect(running.size).to.equal(0);
  });

  it('stops when nobody needs it any more', async () => {
    const element = await ticking(true);
    element.needed = false;
    element.requestUpdate();
    await element.updateComplete;
    expect(running.size).to.equal(0);
  });

  const durations: readonly (readonly [number, string])[] = [
    [-5, '00:00'],
    [999, '00:00'],
    [252_000, '04:12'],
    [3_599_999, '59:59'],
    [3_600_000, '1:00:00'],
    [36_061_000, '10:01:01'],
  ];
  for (const [ms, words] of durations) {
    it(`writes ${ms} ms as ${words}`, () => {
      expect(formatDuration(ms)).to.equal(words);
    });
  }
});
