/** The devices' machine: what each event makes of each state of a device, and that nothing is left on after a call. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { MediaKind } from '../stream-handle.js';
import { type MediaEffect, type MediaEvent, mediaTransition, sending } from './media-machine.js';
import { type DeviceState, MEDIA_OFF, type MediaState, type MediaUse } from './media-state.js';

const BOTH = { audio: true, video: true };

const DEVICES = {
  off: { status: 'off', on: true },
  'switched off': { status: 'off', on: false },
  requesting: { status: 'requesting', on: true, request: 1 },
  'requesting, not wanted any more': { status: 'requesting', on: false, request: 1 },
  on: { status: 'on', on: true },
  muted: { status: 'muted', on: false },
  failed: { status: 'failed', on: false, code: 'media-denied' },
  'failed muted': { status: 'failed', on: false, code: 'media-ended', isMuted: true },
  paused: { status: 'failed', on: false, code: 'media-paused' },
  'paused muted': { status: 'failed', on: false, code: 'media-paused', isMuted: true },
} as const satisfies Record<string, DeviceState>;

const EVENTS = (kind: MediaKind): Readonly<Record<string, MediaEvent>> => ({
  want: { type: 'want', kinds: BOTH },
  opened: { type: 'opened', request: 1, kinds: BOTH, result: { opened: BOTH, errors: {} } },
  'opened late': { type: 'opened', request: 99, kinds: BOTH, result: { opened: BOTH, errors: {} } },
  refused: {
    type: 'opened',
    request: 1,
    kinds: BOTH,
    result: { opened: { audio: false, video: false }, errors: { [kind]: 'media-busy' } },
  },
  constrain: { type: 'constrain' },
  adjusted: { type: 'adjusted', kinds: BOTH, result: { opened: BOTH, errors: {} } },
  'not adjusted': {
    type: 'adjusted',
    kinds: BOTH,
    result: { opened: BOTH, errors: { [kind]: 'media-overconstrained' } },
  },
  'gone while adjusted': {
    type: 'adjusted',
    kinds: BOTH,
    result: { opened: { audio: false, video: false }, errors: { [kind]: 'media-busy' } },
  },
  'stopped while adjusted': {
    type: 'adjusted',
    kinds: BOTH,
    result: { opened: { audio: false, video: false }, errors: {} },
  },
  'switch on': { type: 'set', kind, on: true },
  'switch off': { type: 'set', kind, on: false },
  retry: { type: 'retry', kinds: BOTH },
  lost: { type: 'lost', kind },
  silent: { type: 'paused', kind, pause: 'silent' },
  'heard again': { type: 'paused', kind, pause: 'over' },
  'waits for another': { type: 'paused', kind, pause: 'waiting' },
  preview: { type: 'preview' },
  'end preview': { type: 'end-preview' },
  release: { type: 'release' },
});

/** What comes of `adjust` for a device that is waited for. */
const AFTER_WAITING = (status: string): Readonly<Record<string, string>> => ({
  adjusted: status,
  'not adjusted': status,
  'gone while adjusted': 'failed',
});
const INTERRUPTED = {
  lost: 'failed',
  'gone while adjusted': 'failed',
  silent: 'failed',
  'waits for another': 'requesting',
};

/** In a call, the status each event leads to; events not named change nothing. `release` always leads to off. */
const TABLE: Readonly<
  Record<MediaKind, Readonly<Record<keyof typeof DEVICES, Readonly<Record<string, string>>>>>
> = {
  audio: {
    off: { want: 'requesting', 'switch on': 'requesting' },
    'switched off': { 'switch on': 'requesting' },
    requesting: { opened: 'on', refused: 'failed', ...AFTER_WAITING('on') },
    'requesting, not wanted any more': { opened: 'muted', refused: 'failed', ...AFTER_WAITING('muted') },
    on: { 'switch off': 'muted', ...INTERRUPTED },
    muted: { 'switch on': 'on', ...INTERRUPTED },
    failed: { 'switch on': 'requesting', retry: 'requesting' },
    'failed muted': { 'switch on': 'requesting', retry: 'requesting' },
    paused: { 'switch on': 'requesting', retry: 'requesting', 'heard again': 'on' },
    'paused muted': { 'switch on': 'requesting', retry: 'requesting', 'heard again': 'muted' },
  },
  video: {
    off: { want: 'requesting', 'switch on': 'requesting' },
    'switched off': { 'switch on': 'requesting' },
    requesting: { opened: 'on', refused: 'failed', ...AFTER_WAITING('on') },
    'requesting, not wanted any more': { opened: 'off', refused: 'failed', ...AFTER_WAITING('off') },
    on: { 'switch off': 'off', ...INTERRUPTED },
    muted: { 'switch on': 'on', ...INTERRUPTED },
    failed: { 'switch on': 'requesting', retry: 'requesting' },
    'failed muted': { 'switch on': 'requesting', retry: 'requesting' },
    paused: { 'switch on': 'requesting', retry: 'requesting', 'heard again': 'on' },
    'paused muted': { 'switch on': 'requesting', retry: 'requesting', 'heard again': 'muted' },
  },
};

const inCall = (kind: MediaKind, device: DeviceState): MediaState => ({
  use: 'call',
  requests: 1,
  audio: DEVICES['switched off'],
  video: DEVICES['switched off'],
  [kind]: device,
});

void describe('every state of a device with every event', () => {
  for (const kind of ['audio', 'video'] as const) {
    for (const [state, device] of Object.entries(DEVICES)) {
      for (const [name, event] of Object.entries(EVENTS(kind))) {
        const row = TABLE[kind][state as keyof typeof DEVICES];
        const expected = name === 'release' ? 'off' : (row[name] ?? device.status);
        void it(`${kind} ${state}, ${name}: ${expected}`, () => {
          assert.equal(mediaTransition(inCall(kind, device), event)[0][kind].status, expected);
        });
      }
    }
  }
});

void describe('devices', () => {
  const effectsOf = (state: MediaState, event: MediaEvent): readonly MediaEffect[] =>
    mediaTransition(state, event)[1];

  void it('are asked for with one prompt', () => {
    assert.deepEqual(effectsOf(MEDIA_OFF, { type: 'want', kinds: BOTH }), [
      { type: 'open', request: 1, kinds: BOTH },
    ]);
  });

  void it('that the person switched off beforehand are not opened', () => {
    const [state] = mediaTransition(MEDIA_OFF, { type: 'set', kind: 'video', on: false });
    assert.deepEqual(effectsOf(state, { type: 'want', kinds: BOTH }), [
      { type: 'open', request: 1, kinds: { audio: true, video: false } },
    ]);
  });

  void it('are told apart: the microphone is muted, the camera closed', () => {
    assert.deepEqual(effectsOf(inCall('audio', DEVICES.on), { type: 'set', kind: 'audio', on: false }), [
      { type: 'enable', kind: 'audio', on: false },
    ]);
    assert.deepEqual(effectsOf(inCall('video', DEVICES.on), { type: 'set', kind: 'video', on: false }), [
      { type: 'stop', kind: 'video' },
    ]);
  });

  void it('say why they failed', () => {
    assert.deepEqual(effectsOf(inCall('video', DEVICES.requesting), EVENTS('video').refused as MediaEvent), [
      { type: 'report', kind: 'video', code: 'media-busy' },
    ]);
  });

  void it('say what is wrong with what was asked of them, though they are open', () => {
    const result = {
      opened: BOTH,
      errors: { video: 'media-constraints' },
      hints: { video: 'width must be a number' },
    } as const;
    const report = {
      type: 'report',
      kind: 'video',
      code: 'media-constraints',
      hint: 'width must be a number',
    };
    const opened = { type: 'opened', request: 1, kinds: BOTH, result } as const;
    assert.deepEqual(effectsOf(inCall('video', DEVICES.requesting), opened), [report]);
    assert.deepEqual(effectsOf(inCall('video', DEVICES.on), { type: 'adjusted', kinds: BOTH, result }), [
      report,
      { type: 'replaced' },
    ]);
  });

  void it('follow what is asked of them as soon as they are open or will be', () => {
    const follows = (device: DeviceState): boolean =>
      effectsOf(inCall('video', device), { type: 'constrain' }).length > 0;
    assert.deepEqual(Object.values(DEVICES).map(follows), [
      ...[false, false, true, true, true, true],
      ...[false, false, true, true],
    ]);
    assert.deepEqual(effectsOf(inCall('video', DEVICES.on), { type: 'constrain' }), [
      { type: 'adjust', kinds: { audio: false, video: true } },
    ]);
  });

  void it('follow each by itself: a question about one keeps the other from nothing', () => {
    const both: MediaState = { ...inCall('audio', DEVICES.on), video: DEVICES.requesting };
    assert.deepEqual(effectsOf(both, { type: 'constrain' }), [
      { type: 'adjust', kinds: { audio: true, video: false } },
      { type: 'adjust', kinds: { audio: false, video: true } },
    ]);
  });

  void it('follow once more where the browser named them only now', () => {
    const result = { opened: BOTH, errors: {}, late: { video: true } };
    assert.deepEqual(
      effectsOf(inCall('video', DEVICES.requesting), { type: 'opened', request: 1, kinds: BOTH, result }),
      [{ type: 'adjust', kinds: { audio: false, video: true } }],
    );
  });

  void it('are heard when they are tried again after they failed while they were muted', () => {
    const [failed, effects] = mediaTransition(
      inCall('audio', DEVICES.muted),
      EVENTS('audio')['gone while adjusted'] as MediaEvent,
    );
    // Else the port opened the next one muted.
    assert.deepEqual(effects[0], { type: 'stop', kind: 'audio' });
    assert.deepEqual(failed.audio, { status: 'failed', on: false, code: 'media-busy', isMuted: true });
    const [asked] = mediaTransition(failed, { type: 'set', kind: 'audio', on: true });
    assert.equal(
      mediaTransition(asked, { ...(EVENTS('audio').opened as object), request: 2 } as MediaEvent)[0].audio
        .status,
      'on',
    );
  });

  void it('are tried again with one prompt, and muted if they were', () => {
    const state: MediaState = { ...inCall('audio', DEVICES['failed muted']), video: DEVICES.failed };
    const [asked, effects] = mediaTransition(state, { type: 'retry', kinds: BOTH });
    assert.deepEqual(effects, [{ type: 'open', request: 2, kinds: BOTH }]);
    const opened = { type: 'opened', request: 2, kinds: BOTH, result: { opened: BOTH, errors: {} } } as const;
    const [after, then] = mediaTransition(asked, opened);
    assert.deepEqual([after.audio, after.video], [DEVICES.muted, DEVICES.on]);
    assert.deepEqual(then, [{ type: 'enable', kind: 'audio', on: false }]);
    const [again] = mediaTransition(asked, {
      ...opened,
      result: { opened: { audio: false, video: true }, errors: {} },
    });
    assert.deepEqual(again.audio, { status: 'failed', on: false, code: 'media-failed', isMuted: true });
  });

  void it('are closed before they are opened again when they give nothing', () => {
    assert.deepEqual(effectsOf(inCall('video', DEVICES.paused), { type: 'set', kind: 'video', on: true }), [
      { type: 'stop', kind: 'video' },
      { type: 'open', request: 2, kinds: { audio: false, video: true } },
    ]);
  });

  void it('are all closed when the call and a look at oneself are over, whatever came before', () => {
    const anyEvent = fc
      .record({
        kind: fc.constantFrom<MediaKind>('audio', 'video'),
        name: fc.constantFrom(...Object.keys(EVENTS('audio'))),
      })
      .map(({ kind, name }) => EVENTS(kind)[name] as MediaEvent);
    fc.assert(
      fc.property(fc.array(anyEvent), (walk) => {
        const before = walk.reduce<MediaState>((state, event) => mediaTransition(state, event)[0], MEDIA_OFF);
        const [ended, first] = mediaTransition(before, { type: 'end-preview' });
        const [state, then] = mediaTransition(ended, { type: 'release' });
        const effects = [...first, ...then].slice(-2);
        assert.deepEqual(sending(state), { audio: false, video: false });
        assert.deepEqual(
          effects.map((effect) => effect.type),
          ['stop', 'stop'],
        );
      }),
      { seed: 20 },
    );
  });
});

void describe('a look at oneself before a call', () => {
  const AUDIO = { audio: true, video: false };
  const looking = (devices: Partial<MediaState> = {}): MediaState => ({
    use: 'preview',
    requests: 1,
    audio: DEVICES.on,
    video: DEVICES.on,
    ...devices,
  });
  const end = { type: 'end-preview' } as const;

  void it('opens what the person wishes, with one prompt', () => {
    const [state] = mediaTransition(MEDIA_OFF, { type: 'set', kind: 'video', on: false });
    const [looks, effects] = mediaTransition(state, { type: 'preview' });
    assert.deepEqual([looks.audio.status, looks.video.status, looks.use], ['requesting', 'off', 'preview']);
    assert.deepEqual(effects, [{ type: 'open', request: 1, kinds: AUDIO }]);
  });

  void it('switches devices as a call does', () => {
    const [off] = mediaTransition(looking(), { type: 'set', kind: 'video', on: false });
    assert.deepEqual(off.video, { status: 'off', on: false });
    assert.equal(
      mediaTransition(off, { type: 'set', kind: 'video', on: true })[0].video.status,
      'requesting',
    );
  });

  void it('closes all when it ends, and keeps the wishes', () => {
    const [state, effects] = mediaTransition(looking({ audio: DEVICES.muted }), end);
    assert.deepEqual(state, {
      use: 'none',
      requests: 1,
      audio: { status: 'off', on: false },
      video: { status: 'off', on: true },
    });
    assert.deepEqual(
      effects.map(({ type }) => type),
      ['stop', 'stop'],
    );
  });

  void it('lets a call try again what failed, also when it has ended', () => {
    const [ended] = mediaTransition(looking({ video: DEVICES.failed }), end);
    assert.deepEqual(ended.video, { status: 'off', on: true });
    const [, effects] = mediaTransition(looking({ video: DEVICES.failed }), { type: 'want', kinds: BOTH });
    assert.deepEqual(effects, [{ type: 'open', request: 2, kinds: { audio: false, video: true } }]);
  });

  void it('leaves a call muted that is taken over, also where the device failed or gives nothing', () => {
    const takeOver = (audio: DeviceState) =>
      mediaTransition(looking({ audio }), { type: 'want', kinds: BOTH });
    assert.deepEqual(takeOver(DEVICES['failed muted'])[0].audio, DEVICES['switched off']);
    const [state, effects] = takeOver(DEVICES.paused);
    assert.equal(state.audio.status, 'requesting');
    assert.deepEqual(effects, [
      { type: 'stop', kind: 'audio' },
      { type: 'open', request: 2, kinds: AUDIO },
    ]);
    assert.deepEqual(
      mediaTransition(looking({ audio: DEVICES['failed muted'] }), end)[0].audio,
      DEVICES['switched off'],
    );
  });

  void it('gives what is open to a call, which closes what it has no use for', () => {
    const [both, none] = mediaTransition(looking({ audio: DEVICES.muted }), { type: 'want', kinds: BOTH });
    assert.deepEqual([both.audio, both.video, both.use, none], [DEVICES.muted, DEVICES.on, 'call', []]);
    const [sound, effects] = mediaTransition(looking(), { type: 'want', kinds: AUDIO });
    assert.deepEqual([sound.audio, sound.video], [DEVICES.on, DEVICES['switched off']]);
    assert.deepEqual(effects, [{ type: 'stop', kind: 'video' }]);
  });

  void it('goes on while somebody rings in vain, and is over when a call has taken it over', () => {
    assert.deepEqual(mediaTransition(looking(), { type: 'release' }), [looking(), []]);
    const inCall: MediaState = looking({ use: 'call' });
    assert.deepEqual(mediaTransition(inCall, end), [inCall, []]);
    assert.deepEqual(mediaTransition(inCall, { type: 'preview' }), [inCall, []]);
    const [after] = mediaTransition(inCall, { type: 'release' });
    assert.deepEqual([after.use, after.audio, after.video] satisfies [MediaUse, ...unknown[]], [
      'none',
      DEVICES.off,
      DEVICES.off,
    ]);
  });
});
