import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readExposition } from '../../test/support/exposition.js';
import { classOf, errorCodeOf } from './frame-class.js';
import { Metrics } from './metrics.js';

describe('metrics', () => {
  it('are exposed as Prometheus reads them', () => {
    const metrics = new Metrics();
    const cats = metrics.counter('cats_total', 'Cats, by "mood"\\and\nmore.', 'mood', [
      'asleep',
      'a"b\\c\nd',
    ]);
    metrics.gauge('warmth', 'Of the place.', () => 21.5);
    metrics.total('hours_total', 'Since morning.', () => 3);
    cats.add(2, 'asleep');
    cats.add(1, 'a"b\\c\nd');
    const read = readExposition(metrics.expose());
    assert.deepEqual(Object.fromEntries(read.types), {
      cats_total: 'counter',
      warmth: 'gauge',
      hours_total: 'counter',
    });
    assert.equal(read.value('cats_total', { mood: 'asleep' }), 2);
    assert.equal(read.value('cats_total', { mood: 'a"b\\c\nd' }), 1);
    assert.equal(read.value('warmth'), 21.5);
    assert.equal(read.value('hours_total'), 3);
  });

  it('begin at zero for every value that a label can have', () => {
    const metrics = new Metrics();
    metrics.counter('dogs_total', 'Dogs.', 'mood', ['glad', 'sad']);
    assert.equal(readExposition(metrics.expose()).value('dogs_total', { mood: 'sad' }), 0);
  });
});

describe('the class of a frame', () => {
  it('is told from its type, wherever it stands', () => {
    for (const [text, expected] of [
      ['{"type":"video-offer","sdp":{"type":"offer"}}', 'call'],
      ['{"sdp":{"type":"offer","sdp":"v=0"},"type":"video-offer"}', 'call'],
      ['{ "name": "naomi", "type" : "message" }', 'chat'],
      ['{"type":"call-ringing"}', 'call'],
      ['{"type":"pong"}', 'heartbeat'],
      ['{"type":"presence"}', 'presence'],
      ['{"type":"wave"}', 'other'],
      ['{"type":"__proto__"}', 'other'],
      ['nonsense', 'other'],
      ['', 'other'],
    ] as const) {
      assert.equal(classOf(text), expected, text);
    }
  });

  it('of an error has its code', () => {
    assert.equal(errorCodeOf('{"type":"error","code":"forbidden","message":""}'), 'forbidden');
    assert.equal(errorCodeOf('{"type":"message","text":"{\\"type\\":\\"error\\"}"}'), undefined);
  });
});
