/**
 * The local devices' machine: pure, total over every state and event. A call wants kinds; each is asked for, opened,
 * adjusted to what the page asks of it, muted or closed by the person, lost by itself, and released when the call is
 * over. Before a call a person may look at themselves: what that has open the call takes over. A microphone is muted, a camera closed: its light goes off with it.
 */
import type { MediaErrorCode } from '../errors.js';
import type { Step } from '../machine.js';
import type { MediaOpened, MediaPause } from '../ports.js';
import type { MediaKind, MediaKinds } from '../stream-handle.js';
import { type DeviceState, KINDS, MEDIA_OFF, type MediaState } from './media-state.js';

export type MediaEvent =
  /** A call begins, or goes on with another connection. */
  | { readonly type: 'want'; readonly kinds: MediaKinds }
  /** The person looks at themselves before a call. No effect in one. */
  | { readonly type: 'preview' }
  | { readonly type: 'end-preview' }
  | {
      readonly type: 'opened';
      readonly request: number;
      readonly kinds: MediaKinds;
      readonly result: MediaOpened;
    }
  | { readonly type: 'set'; readonly kind: MediaKind; readonly on: boolean }
  /** Those of them that failed are opened once more, as they were: who was muted stays so. */
  | { readonly type: 'retry'; readonly kinds: MediaKinds }
  /** The page asks something else of the devices now. */
  | { readonly type: 'constrain' }
  /** What came of it: a device may be another one now, or the former one after all, or gone. */
  | { readonly type: 'adjusted'; readonly kinds: MediaKinds; readonly result: MediaOpened }
  /** The device went away by itself. */
  | { readonly type: 'lost'; readonly kind: MediaKind }
  /** It is open and gives nothing, or gives something again. */
  | { readonly type: 'paused'; readonly kind: MediaKind; readonly pause: MediaPause }
  /** The call is over. */
  | { readonly type: 'release' };

export type MediaEffect =
  | { readonly type: 'open'; readonly request: number; readonly kinds: MediaKinds }
  | { readonly type: 'adjust'; readonly kinds: MediaKinds }
  /** The stream's tracks are others now, and what is sent must be too. */
  | { readonly type: 'replaced' }
  | { readonly type: 'enable'; readonly kind: MediaKind; readonly on: boolean }
  | { readonly type: 'stop'; readonly kind: MediaKind }
  | {
      readonly type: 'report';
      readonly kind: MediaKind;
      readonly code: MediaErrorCode;
      readonly hint?: string;
    };

export type MediaStep = Step<MediaState, MediaEffect>;

const ALL: MediaKinds = { audio: true, video: true };
const STOP_ALL: readonly MediaEffect[] = KINDS.map((kind) => ({ type: 'stop', kind }));

/** What is sent: open and not muted. */
export const sending = (state: MediaState): MediaKinds => ({
  audio: state.audio.status === 'on',
  video: state.video.status === 'on',
});

export function mediaTransition(state: MediaState, event: MediaEvent): MediaStep {
  switch (event.type) {
    case 'want':
      return state.use === 'preview' ? takeOver(state, event.kinds) : want(state, 'call', event.kinds);
    case 'preview':
      return state.use === 'call' ? [state, []] : want(state, 'preview', ALL);
    case 'end-preview':
      return state.use === 'preview' ? endPreview(state) : [state, []];
    case 'opened':
      return follow(
        each(state, event.kinds, (before, kind) => opened(before, kind, event.request, event.result)),
        event,
      );
    case 'constrain':
      return constrain(state);
    case 'adjusted': {
      const [next, effects] = each(state, event.kinds, (before, kind) =>
        adjusted(before, kind, event.result),
      );
      return [next, event.result.isSame ? effects : [...effects, { type: 'replaced' }]];
    }
    case 'set':
      return event.on ? switchOn(state, event.kind) : switchOff(state, event.kind);
    case 'retry':
      return retry(state, event.kinds);
    case 'lost':
      return lost(state, event.kind);
    case 'paused':
      return paused(state, event.kind, event.pause);
    case 'release':
      return release(state);
  }
}

/** A call that was never taken up leaves what the person wishes for the next one as it is, and a look at oneself goes on. */
function release(state: MediaState): MediaStep {
  if (state.use === 'preview') return [state, []];
  return [state.use === 'call' ? { ...MEDIA_OFF, requests: state.requests } : state, STOP_ALL];
}

/** What the person wishes is kept for the call; what failed is tried again by it. */
function endPreview({ requests, audio, video }: MediaState): MediaStep {
  const wish = (device: DeviceState): DeviceState => ({ status: 'off', on: isWished(device) });
  return [{ use: 'none', requests, audio: wish(audio), video: wish(video) }, STOP_ALL];
}

/** A call has what is open already, and closes what it has no use for. */
function takeOver(state: MediaState, kinds: MediaKinds): MediaStep {
  const isUseless = (kind: MediaKind): boolean => !kinds[kind] && state[kind].status !== 'off';
  const device = (kind: MediaKind): DeviceState => {
    if (isUseless(kind)) return { status: 'off', on: false };
    return state[kind].status === 'failed' ? { status: 'off', on: isWished(state[kind]) } : state[kind];
  };
  const stops = KINDS.filter((kind) => isUseless(kind) || isPaused(state[kind])).map(
    (kind) => ({ type: 'stop', kind }) as const,
  );
  const [next, effects] = want({ ...state, audio: device('audio'), video: device('video') }, 'call', kinds);
  return [next, [...stops, ...effects]];
}

/** One step for each of the kinds. */
function each(
  state: MediaState,
  kinds: MediaKinds,
  step: (state: MediaState, kind: MediaKind) => MediaStep,
): MediaStep {
  return KINDS.filter((kind) => kinds[kind]).reduce<MediaStep>(
    ([before, effects], kind) => {
      const [next, more] = step(before, kind);
      return [next, [...effects, ...more]];
    },
    [state, []],
  );
}

/** What is needed and the person wishes is opened at once, with one prompt. */
function want(state: MediaState, use: 'preview' | 'call', kinds: MediaKinds): MediaStep {
  const request = state.requests + 1;
  const open = {
    audio: kinds.audio && state.audio.status === 'off' && state.audio.on,
    video: kinds.video && state.video.status === 'off' && state.video.on,
  };
  const device = (kind: MediaKind): DeviceState => {
    if (open[kind]) return { status: 'requesting', on: true, request };
    return state[kind].status === 'off' ? { status: 'off', on: false } : state[kind];
  };
  const next = { use, audio: device('audio'), video: device('video'), requests: request };
  return [next, open.audio || open.video ? [{ type: 'open', request, kinds: open }] : []];
}

function opened(state: MediaState, kind: MediaKind, request: number, result: MediaOpened): MediaStep {
  const device = state[kind];
  if (device.status !== 'requesting' || device.request !== request) return [state, []];
  const told = report(kind, result);
  if (!result.opened[kind]) return fail(state, kind, result.errors[kind] ?? 'media-failed', told);
  return arrive(state, kind, told);
}

/** It is open, and on unless the person has changed their mind meanwhile. */
function arrive(state: MediaState, kind: MediaKind, told: readonly MediaEffect[]): MediaStep {
  if (state[kind].on) return [{ ...state, [kind]: { status: 'on', on: true } }, told];
  const [next, effects] = close(state, kind);
  return [next, [...effects, ...told]];
}

/** Which device was chosen may be known only now. */
function follow(
  [state, effects]: MediaStep,
  { kinds, result }: { kinds: MediaKinds; result: MediaOpened },
): MediaStep {
  const late = (kind: MediaKind): boolean => kinds[kind] && result.late?.[kind] === true;
  return [state, [...effects, ...adjusts((kind) => late(kind) && isOpen(state[kind]))]];
}

/** What is being asked for follows when it is there. */
const constrain = (state: MediaState): MediaStep => [
  state,
  adjusts((kind) => state[kind].status === 'requesting' || isOpen(state[kind])),
];

/** Each kind by itself, so that none waits for what a person is asked about another. */
const adjusts = (isWanted: (kind: MediaKind) => boolean): readonly MediaEffect[] =>
  KINDS.filter(isWanted).map((kind) => ({ type: 'adjust', kinds: only(kind) }));

function adjusted(state: MediaState, kind: MediaKind, result: MediaOpened): MediaStep {
  const device = state[kind];
  const code = result.errors[kind];
  const told = code ? report(kind, result) : [];
  if (device.status === 'requesting' && result.opened[kind]) return arrive(state, kind, told);
  if (!code || device.status === 'off' || (device.status === 'failed' && !isPaused(device)))
    return [state, []];
  if (result.opened[kind]) return [state, told];
  // It is closed already: this makes the port forget that it was muted.
  return fail(state, kind, code, [{ type: 'stop', kind }, ...told]);
}

/** It failed, though it is open. */
const isPaused = (device: DeviceState): boolean =>
  device.status === 'failed' && device.code === 'media-paused';

const isOpen = (device: DeviceState): boolean =>
  device.status === 'on' || device.status === 'muted' || isPaused(device);

/** The person wants it on, however it is. */
const isWished = (device: DeviceState): boolean => (device.status === 'failed' ? !device.isMuted : device.on);

function fail(
  state: MediaState,
  kind: MediaKind,
  code: MediaErrorCode,
  effects: readonly MediaEffect[],
): MediaStep {
  const isMuted = kind === 'audio' && !isWished(state[kind]);
  const device: DeviceState = { status: 'failed', on: false, code, ...(isMuted ? { isMuted } : {}) };
  return [{ ...state, [kind]: device }, effects];
}

/** What the page's author should know. */
function report(kind: MediaKind, { opened, errors, hints }: MediaOpened): readonly MediaEffect[] {
  const code = errors[kind] ?? (opened[kind] ? undefined : 'media-failed');
  const hint = hints?.[kind];
  return code ? [{ type: 'report', kind, code, ...(hint === undefined ? {} : { hint }) }] : [];
}

function switchOn(state: MediaState, kind: MediaKind): MediaStep {
  const device = state[kind];
  if (device.status === 'muted') {
    return [{ ...state, [kind]: { status: 'on', on: true } }, [{ type: 'enable', kind, on: true }]];
  }
  if (device.status === 'on') return [state, []];
  if (device.status === 'requesting') return [{ ...state, [kind]: { ...device, on: true } }, []];
  if (state.use === 'none') return [{ ...state, [kind]: { status: 'off', on: true } }, []];
  return ask(state, [kind], () => true);
}

const only = (...kinds: readonly MediaKind[]): MediaKinds => ({
  audio: kinds.includes('audio'),
  video: kinds.includes('video'),
});

/** With one prompt. What is open and gives nothing is closed before. */
function ask(state: MediaState, kinds: readonly MediaKind[], on: (kind: MediaKind) => boolean): MediaStep {
  if (kinds.length === 0) return [state, []];
  const request = state.requests + 1;
  const devices = kinds.map((kind) => [kind, { status: 'requesting', on: on(kind), request }] as const);
  const stops = kinds
    .filter((kind) => isPaused(state[kind]))
    .map((kind) => ({ type: 'stop', kind }) as const);
  return [
    { ...state, requests: request, ...Object.fromEntries(devices) },
    [...stops, { type: 'open', request, kinds: only(...kinds) }],
  ];
}

const retry = (state: MediaState, kinds: MediaKinds): MediaStep =>
  ask(
    state,
    KINDS.filter((kind) => kinds[kind] && state[kind].status === 'failed'),
    (kind) => isWished(state[kind]),
  );

function switchOff(state: MediaState, kind: MediaKind): MediaStep {
  const device = state[kind];
  switch (device.status) {
    case 'on':
      return close(state, kind);
    case 'requesting':
      return [{ ...state, [kind]: { ...device, on: false } }, []];
    case 'off':
      return [{ ...state, [kind]: { status: 'off', on: false } }, []];
    default:
      return [state, []];
  }
}

/** Off for the person: the microphone is muted, the camera closed. */
function close(state: MediaState, kind: MediaKind): MediaStep {
  if (kind === 'audio') {
    return [{ ...state, audio: { status: 'muted', on: false } }, [{ type: 'enable', kind, on: false }]];
  }
  return [{ ...state, video: { status: 'off', on: false } }, [{ type: 'stop', kind }]];
}

function lost(state: MediaState, kind: MediaKind): MediaStep {
  if (!isOpen(state[kind])) return [state, []];
  const code = 'media-ended';
  return fail(state, kind, code, [
    { type: 'stop', kind },
    { type: 'report', kind, code },
  ]);
}

function paused(state: MediaState, kind: MediaKind, pause: MediaPause): MediaStep {
  const device = state[kind];
  if (pause === 'over') {
    if (!isPaused(device)) return [state, []];
    const after = isWished(device)
      ? ({ status: 'on', on: true } as const)
      : ({ status: 'muted', on: false } as const);
    return [{ ...state, [kind]: after }, []];
  }
  if (device.status !== 'on' && device.status !== 'muted') return [state, []];
  const code = 'media-paused';
  if (pause === 'silent') return fail(state, kind, code, [{ type: 'report', kind, code }]);
  const request = state.requests + 1;
  return [{ ...state, requests: request, [kind]: { status: 'requesting', on: device.on, request } }, []];
}
