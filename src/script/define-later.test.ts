/** Which code is fetched when: what the document has at once, the rest when the browser is idle. */
import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import { Recorder } from '../testing/recorder.js';
import { defineLater } from './define-later.js';

describe('elements that are defined later', () => {
  const fetched = new Recorder<string>();
  const group = (name: string, load: () => Promise<unknown> = () => Promise.resolve()) => ({
    tags: [`x-${name}`, `x-${name}-too`],
    load: () => {
      fetched.add(name);
      return load();
    },
  });

  it('come at once where the document has one of them', async () => {
    await fixture(html`<div><x-present-too></x-present-too></div>`);
    defineLater([group('absent'), group('present')]);
    expect(fetched.items).to.deep.equal(['present']);
    await fetched.first((name) => name === 'absent');
    expect(fetched.items).to.deep.equal(['present', 'absent']);
  });

  it('are fetched again when the network is back', async () => {
    let attempts = 0;
    const load = (): Promise<unknown> => {
      attempts += 1;
      return attempts === 1 ? Promise.reject(new TypeError('no network')) : Promise.resolve();
    };
    await fixture(html`<x-lost></x-lost>`);
    defineLater([group('lost', load)]);
    await Promise.resolve();
    await Promise.resolve();
    window.dispatchEvent(new Event('online'));
    await fetched.until(() => fetched.items.filter((name) => name === 'lost').length === 2);
    window.dispatchEvent(new Event('online'));
    expect(attempts).to.equal(2);
  });

  it('are fetched again after a while where nothing says that the network is another one', async () => {
    const native = window.setTimeout;
    const later: (() => void)[] = [];
    window.setTimeout = ((run: () => void) => later.push(run)) as typeof window.setTimeout;
    try {
      let attempts = 0;
      const load = (): Promise<unknown> => {
        attempts += 1;
        return attempts < 3 ? Promise.reject(new TypeError('network changed')) : Promise.resolve();
      };
      await fixture(html`<x-changed></x-changed>`);
      defineLater([group('changed', load)]);
      for (const expected of [1, 2, 3]) {
        expect(attempts).to.equal(expected);
        await nextFrame();
        later.pop()?.();
        await nextFrame();
      }
    } finally {
      window.setTimeout = native;
    }
  });
});
