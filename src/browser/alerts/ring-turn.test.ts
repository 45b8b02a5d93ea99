import { expect, nextFrame } from '@open-wc/testing';
import { Recorder } from '../../testing/recorder.js';
import { RingTurn } from './ring-turn.js';

/** Other tests ring at the same time, in other pages of this origin. */
const LOCK = `test:${String(Math.random())}`;

async function locks(): Promise<{ readonly held: number; readonly waiting: number }> {
  const { held = [], pending = [] } = await navigator.locks.query();
  const count = (all: readonly LockInfo[]): number => all.filter(({ name }) => name === LOCK).length;
  return { held: count(held), waiting: count(pending) };
}

describe('the turn to be heard', () => {
  const changes = new Recorder<string>();
  const turnOf = (name: string) => new RingTurn(() => changes.add(name), LOCK);
  const both = () => [turnOf('one'), turnOf('other')] as const;

  beforeEach(() => {
    changes.items.length = 0;
  });

  it('is one’s at a time, and the next one’s when the first is done', async () => {
    const [one, other] = both();
    one.want(true);
    other.want(true);
    await changes.first((name) => name === 'one');
    while ((await locks()).waiting === 0) await nextFrame();
    expect([one.isMine, other.isMine]).to.deep.equal([true, false]);
    one.want(false);
    expect(one.isMine).to.equal(false);
    await changes.first((name) => name === 'other');
    expect(other.isMine).to.equal(true);
    other.want(false);
  });

  it('does not come to one who gave up waiting', async () => {
    const [one, other] = both();
    one.want(true);
    await changes.first((name) => name === 'one');
    other.want(true);
    other.want(false);
    one.want(false);
    while ((await locks()).held > 0) await nextFrame();
    expect((await locks()).waiting).to.equal(0);
    expect(other.isMine).to.equal(false);
    expect(changes.items).to.deep.equal(['one']);
  });

  it('is asked for once, however often it is wanted', async () => {
    const [one] = both();
    one.want(true);
    one.want(true);
    await changes.first(() => true);
    expect((await locks()).waiting).to.equal(0);
    one.want(false);
    one.want(false);
  });

  it('is everybody’s where there are no locks, and where a page may use none', async () => {
    const { locks } = navigator;
    const put = (value: unknown): void => {
      Object.defineProperty(navigator, 'locks', { value, configurable: true });
    };
    try {
      put(undefined);
      const [one, other] = both();
      one.want(true);
      other.want(true);
      expect([one.isMine, other.isMine]).to.deep.equal([true, true]);
      put({ request: () => Promise.reject(new DOMException('no origin', 'SecurityError')) });
      const alone = turnOf('alone');
      alone.want(true);
      await changes.first((name) => name === 'alone');
      expect(alone.isMine).to.equal(true);
    } finally {
      put(locks);
    }
  });
});
