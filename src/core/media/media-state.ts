/**
 * The local microphone and camera, apart from any call: off, being asked for, on, or failed with a reason. Each
 * device has its own state, since a call goes on with what is left.
 */
import type { MediaErrorCode } from '../errors.js';
import type { LocalMedia } from '../snapshot.js';
import type { MediaKind, StreamHandle } from '../stream-handle.js';

export type DeviceState =
  /** Not open. `on` is the person's wish for the next call. */
  | { readonly status: 'off'; readonly on: boolean }
  | { readonly status: 'requesting'; readonly on: boolean; readonly request: number }
  /** Open and sending. */
  | { readonly status: 'on'; readonly on: true }
  /** Open, but sends silence. Only a microphone is muted: a camera that is off is closed, and its light with it. */
  | { readonly status: 'muted'; readonly on: false }
  | {
      readonly status: 'failed';
      readonly on: false;
      readonly code: MediaErrorCode;
      /** The person had muted it: it stays so when it is tried again. */
      readonly isMuted?: true;
    };

/** Who wants devices open: a person who looks at themselves before a call, or a call. */
export type MediaUse = 'none' | 'preview' | 'call';

export interface MediaState {
  readonly use: MediaUse;
  readonly audio: DeviceState;
  readonly video: DeviceState;
  /** Numbers the requests, so that a late answer is known. */
  readonly requests: number;
}

export const MEDIA_OFF: MediaState = {
  use: 'none',
  audio: { status: 'off', on: true },
  video: { status: 'off', on: true },
  requests: 0,
};

export const KINDS: readonly MediaKind[] = ['audio', 'video'];

/** What the page is shown of it. */
export const toLocalMedia = (stream: StreamHandle, { audio, video }: MediaState): LocalMedia =>
  Object.freeze({ stream, microphone: audio, camera: video });
