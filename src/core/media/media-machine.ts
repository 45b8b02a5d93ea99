/**
 * The local devices' machine: pure, total over every state and event. A call wants kinds; each is asked for, opened,
 * adjusted to what the page asks of it, muted or closed by the person, lost by itself, and released when the call is
 * over. Before a call a person may look at themselves: what that has open the call takes over. A microphone is muted, a camera closed: its light goes off with it.
 */
import type { MediaErrorCode } from '../errors.js';
import type { Step } from '../machine.js';
import type { MediaOpened } from '../ports.js';
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
  /** The page asks something else of the devices now. */
  | { readonly type: 'constrain' }
  /** What came of it: a device may be another one now, or the former one after all, or gone. */
  | { readonly type: 'adjusted'; readonly kinds: MediaKinds; readonly result: MediaOpened }
  /** The device went away by itself. */
  | { readonly type: 'lost'; readonly kind: MediaKind }
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
      return each(state, event.kinds, (before, kind) => opened(before, kind, event.request, event.result));
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
    case 'lost':
      return lost(state, event.kind);
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
  const wish = (device: DeviceState): DeviceState => ({
    status: 'off',
    on: device.status === 'failed' || device.on,
  });
  return [{ use: 'none', requests, audio: wish(audio), video: wish(video) }, STOP_ALL];
}

/** A call has what is open already, and closes what it has no use for. */
function takeOver(state: MediaState, kinds: MediaKinds): MediaStep {
  const isUseless = (kind: MediaKind): boolean => !kinds[kind] && state[kind].status !== 'off';
  const device = (kind: MediaKind): DeviceState => {
    if (isUseless(kind)) return { status: 'off', on: false };
    return state[kind].status === 'failed' ? { status: 'off', on: true } : state[kind];
  };
  const stops = KINDS.filter(isUseless).map((kind) => ({ type: 'stop', kind }) as const);
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
  if (device.on) return [{ ...state, [kind]: { status: 'on', on: true } }, told];
  const [next, effects] = close(state, kind);
  return [next, [...effects, ...told]];
}

/** What is being asked for follows when it is there. */
function constrain(state: MediaState): MediaStep {
  const isOpening = ({ status }: DeviceState): boolean => status !== 'off' && status !== 'failed';
  const kinds = { audio: isOpening(state.audio), video: isOpening(state.video) };
  return [state, kinds.audio || kinds.video ? [{ type: 'adjust', kinds }] : []];
}

function adjusted(state: MediaState, kind: MediaKind, result: MediaOpened): MediaStep {
  const code = result.errors[kind];
  if (!code || !isOpen(state[kind])) return [state, []];
  const told = report(kind, result);
  return result.opened[kind] ? [state, told] : fail(state, kind, code, told);
}

const isOpen = ({ status }: DeviceState): boolean => status === 'on' || status === 'muted';

const fail = (
  state: MediaState,
  kind: MediaKind,
  code: MediaErrorCode,
  effects: readonly MediaEffect[],
): MediaStep => [{ ...state, [kind]: { status: 'failed', on: false, code } }, effects];

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
  const request = state.requests + 1;
  const kinds = { audio: kind === 'audio', video: kind === 'video' };
  return [
    { ...state, requests: request, [kind]: { status: 'requesting', on: true, request } },
    [{ type: 'open', request, kinds }],
  ];
}

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
