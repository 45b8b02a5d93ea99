/**
 * The local devices' machine: pure, total over every state and event. A call wants kinds; each is asked for, opened,
 * muted or closed by the person, lost by itself, and released when the call is over. A microphone is muted, a camera
 * closed: its light goes off with it.
 */
import type { MediaErrorCode } from '../errors.js';
import type { Step } from '../machine.js';
import type { MediaOpened } from '../ports.js';
import type { MediaKind, MediaKinds } from '../stream-handle.js';
import { type DeviceState, KINDS, MEDIA_OFF, type MediaState } from './media-state.js';

export type MediaEvent =
  | { readonly type: 'want'; readonly kinds: MediaKinds }
  | {
      readonly type: 'opened';
      readonly request: number;
      readonly kinds: MediaKinds;
      readonly result: MediaOpened;
    }
  | { readonly type: 'set'; readonly kind: MediaKind; readonly on: boolean }
  /** The device went away by itself. */
  | { readonly type: 'lost'; readonly kind: MediaKind }
  | { readonly type: 'release' };

export type MediaEffect =
  | { readonly type: 'open'; readonly request: number; readonly kinds: MediaKinds }
  | { readonly type: 'enable'; readonly kind: MediaKind; readonly on: boolean }
  | { readonly type: 'stop'; readonly kind: MediaKind }
  | { readonly type: 'report'; readonly kind: MediaKind; readonly code: MediaErrorCode };

export type MediaStep = Step<MediaState, MediaEffect>;

/** What is sent: open and not muted. */
export const sending = (state: MediaState): MediaKinds => ({
  audio: state.audio.status === 'on',
  video: state.video.status === 'on',
});

export function mediaTransition(state: MediaState, event: MediaEvent): MediaStep {
  switch (event.type) {
    case 'want':
      return want(state, event.kinds);
    case 'opened':
      return KINDS.filter((kind) => event.kinds[kind]).reduce<MediaStep>(
        (step, kind) => after(step, (before) => opened(before, kind, event.request, event.result)),
        [state, []],
      );
    case 'set':
      return event.on ? switchOn(state, event.kind) : switchOff(state, event.kind);
    case 'lost':
      return lost(state, event.kind);
    case 'release':
      return [
        // A call that was never taken up leaves what the person wishes for the next one as it is.
        state.wanted ? { ...MEDIA_OFF, requests: state.requests } : state,
        KINDS.map((kind) => ({ type: 'stop', kind })),
      ];
  }
}

function after([state, effects]: MediaStep, next: (state: MediaState) => MediaStep): MediaStep {
  const [later, more] = next(state);
  return [later, [...effects, ...more]];
}

/** A call begins: what it needs and the person wishes is opened at once, with one prompt. */
function want(state: MediaState, kinds: MediaKinds): MediaStep {
  const request = state.requests + 1;
  const open = {
    audio: kinds.audio && state.audio.status === 'off' && state.audio.on,
    video: kinds.video && state.video.status === 'off' && state.video.on,
  };
  const device = (kind: MediaKind): DeviceState => {
    if (open[kind]) return { status: 'requesting', on: true, request };
    return state[kind].status === 'off' ? { status: 'off', on: false } : state[kind];
  };
  const next = { wanted: true, audio: device('audio'), video: device('video'), requests: request };
  return [next, open.audio || open.video ? [{ type: 'open', request, kinds: open }] : []];
}

function opened(state: MediaState, kind: MediaKind, request: number, result: MediaOpened): MediaStep {
  const device = state[kind];
  if (device.status !== 'requesting' || device.request !== request) return [state, []];
  if (!result.opened[kind]) {
    const code = result.errors[kind] ?? 'media-failed';
    return [{ ...state, [kind]: { status: 'failed', on: false, code } }, [{ type: 'report', kind, code }]];
  }
  if (device.on) return [{ ...state, [kind]: { status: 'on', on: true } }, []];
  return close(state, kind);
}

function switchOn(state: MediaState, kind: MediaKind): MediaStep {
  const device = state[kind];
  if (device.status === 'muted') {
    return [{ ...state, [kind]: { status: 'on', on: true } }, [{ type: 'enable', kind, on: true }]];
  }
  if (device.status === 'on') return [state, []];
  if (device.status === 'requesting') return [{ ...state, [kind]: { ...device, on: true } }, []];
  if (!state.wanted) return [{ ...state, [kind]: { status: 'off', on: true } }, []];
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
  const { status } = state[kind];
  if (status !== 'on' && status !== 'muted') return [state, []];
  const code = 'media-ended';
  return [
    { ...state, [kind]: { status: 'failed', on: false, code } },
    [
      { type: 'stop', kind },
      { type: 'report', kind, code },
    ],
  ];
}
