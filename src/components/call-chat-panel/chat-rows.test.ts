import { expect } from '@open-wc/testing';
import { message } from '../../testing/scenes.js';
import { type ChatRow, toRows } from './chat-rows.js';

/** Times as `day.minute`. */
const words = {
  time: (ms: number) => `:${String(ms % 100)}`,
  day: (ms: number) => `day ${String(Math.floor(ms / 100))}`,
  dayKey: (ms: number) => String(Math.floor(ms / 100)),
};
const sketch = ({ message: { text }, day, isFirst, time, delivery }: ChatRow): string =>
  [day, isFirst ? 'named' : '', text, time, delivery].filter(Boolean).join(' ');
const sketches = (...messages: readonly Parameters<typeof message>[]): readonly string[] =>
  toRows(
    messages.map((one) => message(...one)),
    words,
  ).map(sketch);

describe('the rows of a conversation', () => {
  it('name whoever begins to speak, and the day above the first of each day', () => {
    expect(
      sketches(
        ['a', { atMs: 101 }],
        ['b', { atMs: 102 }],
        ['c', { atMs: 103, from: 'oleg' }],
        ['d', { atMs: 201, from: 'oleg' }],
      ),
    ).to.deep.equal(['day 1 named a :1', 'b :2', 'named c :3', 'day 2 named d :1']);
  });

  it('have the time once for what one person says in a minute', () => {
    expect(
      sketches(
        ['a', { atMs: 101 }],
        ['b', { atMs: 101 }],
        ['c', { atMs: 101, from: 'oleg' }],
        ['d', { atMs: 102, from: 'oleg' }],
        ['e', { atMs: 202, from: 'oleg' }],
      ),
    ).to.deep.equal(['day 1 named a', 'b :1', 'named c :1', 'd :2', 'day 2 named e :2']);
  });

  it('say of the last of one’s own what became of it, and of each one that failed', () => {
    const mine = { mine: true, atMs: 101 } as const;
    expect(
      sketches(
        ['a', { ...mine, delivery: 'failed' }],
        ['b', mine],
        ['c', { ...mine, delivery: 'delivered' }],
        ['d', { atMs: 101 }],
      ),
    ).to.deep.equal(['day 1 named a :1 failed', 'b', 'c :1 delivered', 'named d :1']);
  });

  it('do not take one of the same name for oneself', () => {
    expect(sketches(['a', { from: 'me', atMs: 1 }], ['b', { mine: true, atMs: 1 }])).to.deep.equal([
      'day 0 named a :1',
      'named b :1 sent',
    ]);
  });

  it('are none of nothing', () => {
    expect(sketches()).to.deep.equal([]);
  });
});
