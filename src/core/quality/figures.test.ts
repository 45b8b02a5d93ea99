/** What the figures say of two reports, of either browser; what was not counted is null. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RawStats } from '../ports.js';
import { figuresBetween } from './figures.js';
import type { CallFigures } from './quality-state.js';
import { remember } from './report.js';
import { chromiumReport, firefoxReport } from '../../testing/sample-reports.js';

const near = (actual: number | null | undefined, expected: number): void => {
  assert.ok(
    typeof actual === 'number' && Math.abs(actual - expected) < 0.01,
    `${String(actual)} is not ${String(expected)}`,
  );
};

void describe('the figures of a call', () => {
  const figures = figuresBetween(chromiumReport({ at: 2 }), chromiumReport({ at: 4, lost: 10 }));

  void it('tell the bits per second of either direction, and the bytes', () => {
    const { sent, received } = figures;
    assert.deepEqual([sent.bitrate, sent.bytes], [1_680_000, 420_000]);
    assert.deepEqual([received.bitrate, received.bytes], [880_000, 220_000]);
    assert.deepEqual([received.audio?.bitrate, received.video?.bitrate], [40_000, 800_000]);
    assert.deepEqual([sent.audio?.bitrate, sent.video?.bitrate], [40_000, 1_600_000]);
  });

  void it('tell the loss since the report before, and of what is sent the other side tells it', () => {
    near(figures.received.audio?.lossShare, 0.1);
    near(figures.received.video?.lossShare, 0);
    near(figures.sent.audio?.lossShare, 0.02);
    assert.equal(figures.sent.video?.lossShare, null);
  });

  void it('tell round trip, jitter and how long a sound waits, in milliseconds', () => {
    near(figures.roundTripMs, 40);
    near(figures.received.audio?.jitterMs, 4);
    near(figures.received.audio?.bufferMs, 50);
    near(figures.sent.audio?.jitterMs, 3);
  });

  void it('tell the picture that moves, and why no better one is sent', () => {
    const { width, height, frameRate, codec } = figures.received.video ?? {};
    assert.deepEqual([width, height, frameRate, codec], [640, 480, 30, 'VP8']);
    assert.equal(figures.sent.video?.limitedBy, 'bandwidth');
    assert.equal(figures.sent.audio?.codec, 'opus');
  });

  void it('tell how much of the time the picture stood still', () => {
    const frozen = figuresBetween(chromiumReport({ at: 2 }), chromiumReport({ at: 4, frozen: 0.5 }));
    near(frozen.received.video?.frozenShare, 0.25);
  });

  void it('tell the path that is in use, not one that was', () => {
    assert.deepEqual(figures.path, {
      kind: 'direct',
      local: 'host',
      remote: 'srflx',
      protocol: 'udp',
      relayProtocol: null,
    });
    const { path } = figuresBetween(undefined, chromiumReport({ at: 1, relayed: true }));
    assert.deepEqual([path?.kind, path?.local, path?.relayProtocol], ['relay', 'relay', 'tls']);
  });

  void it('have no address in them', () => {
    const all = JSON.stringify(figuresBetween(undefined, chromiumReport({ at: 1, relayed: true })));
    assert.doesNotMatch(all, /\d+\.\d+\.\d+\.\d+|turn\.example/);
  });

  void it('of Firefox come from where Firefox counts', () => {
    const { sent, received, roundTripMs, path } = figuresBetween(
      firefoxReport({ at: 2 }),
      firefoxReport({ at: 4 }),
    );
    assert.deepEqual([sent.bitrate, received.bitrate], [400_000, 480_000]);
    near(roundTripMs, 12);
    assert.equal(path?.remote, 'prflx');
    assert.equal(received.audio, null);
    assert.equal(sent.video?.limitedBy, null);
  });

  void it('of a first report are what stands still', () => {
    const first = figuresBetween(undefined, chromiumReport({ at: 4, lost: 10 }));
    assert.deepEqual([first.sent.bitrate, first.received.audio?.lossShare], [0, null]);
    assert.equal(first.received.bytes, 440_000);
  });

  void it('count on where a path counts anew, and where it is left out for a while', () => {
    const withoutPath = firefoxReport({ at: 4 }).filter(({ type }) => type !== 'candidate-pair');
    const reports = [
      firefoxReport({ at: 2 }),
      // A restart is offered, and taken back.
      withoutPath,
      firefoxReport({ at: 6 }),
      // The next one stands, and the one after it brings back a name.
      firefoxReport({ at: 1 }, 'p2'),
      firefoxReport({ at: 3 }, 'p2'),
      firefoxReport({ at: 1 }),
    ];
    let before: readonly RawStats[] | undefined;
    let former: CallFigures | undefined;
    const sums = reports.map((after) => {
      former = figuresBetween(before, after, former);
      before = remember(before, after);
      return [former.sent.bytes / 50_000, former.received.bytes / 60_000];
    });
    assert.deepEqual(
      sums,
      [2, 2, 6, 7, 9, 10].map((seconds) => [seconds, seconds]),
    );
  });

  void it('count on over another connection', () => {
    const former = figuresBetween(undefined, chromiumReport({ at: 4 }));
    const { sent, received } = figuresBetween(undefined, chromiumReport({ at: 6 }), former);
    assert.deepEqual([sent.bytes, received.bytes], [10 * 210_000, 10 * 110_000]);
  });

  void it('never sink below nothing when a counter was set back', () => {
    const { received } = figuresBetween(
      chromiumReport({ at: 9, lost: 5 }),
      chromiumReport({ at: 10, silentSince: 1 }),
    );
    assert.deepEqual([received.bitrate, received.audio?.bitrate], [0, 0]);
    assert.ok((received.audio?.lossShare ?? 0) >= 0);
  });

  void it('of an empty report are empty', () => {
    const nothing = figuresBetween([], []);
    assert.deepEqual([nothing.path, nothing.roundTripMs, nothing.sent.video], [null, null, null]);
    assert.deepEqual([nothing.sent.bitrate, nothing.received.bytes], [0, 0]);
  });
});
