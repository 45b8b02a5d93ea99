import { mediaContract } from '../testing/media.contract.js';
import { toMediaStream } from './media-stream.js';
import { UserMedia } from './user-media.js';
import type { MediaPort } from '../core/ports.js';
import type { MediaKind } from '../core/stream-handle.js';

const tracks = (port: MediaPort, kind: MediaKind): readonly MediaStreamTrack[] =>
  toMediaStream(port.stream)
    ?.getTracks()
    .filter((track) => track.kind === kind) ?? [];

mediaContract('getUserMedia', {
  create: () => new UserMedia(),
  isLit: (port, kind) => tracks(port, kind).some((track) => track.readyState === 'live'),
  isMuted: (port, kind) => tracks(port, kind).every((track) => !track.enabled),
  lose: (port, kind) => {
    for (const track of tracks(port, kind)) track.dispatchEvent(new Event('ended'));
  },
});
