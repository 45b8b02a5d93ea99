/**
 * Why a device did not open, from getUserMedia's DOMException names (Media Capture and Streams, section 10.2) and
 * from what the page is allowed to ask.
 */
import type { MediaErrorCode } from '../core/errors.js';
import type { MediaKind } from '../core/stream-handle.js';

const CODES: Readonly<Record<string, MediaErrorCode>> = {
  NotAllowedError: 'media-denied',
  PermissionDeniedError: 'media-denied',
  NotFoundError: 'media-missing',
  DevicesNotFoundError: 'media-missing',
  NotReadableError: 'media-busy',
  TrackStartError: 'media-busy',
  OverconstrainedError: 'media-overconstrained',
  ConstraintNotSatisfiedError: 'media-overconstrained',
  SecurityError: 'media-policy',
  AbortError: 'media-failed',
  InvalidStateError: 'media-failed',
  TypeError: 'media-failed',
};

interface PolicyDocument {
  readonly permissionsPolicy?: { allowsFeature(feature: string): boolean };
  readonly featurePolicy?: { allowsFeature(feature: string): boolean };
}

const FEATURES: Readonly<Record<MediaKind, string>> = { audio: 'microphone', video: 'camera' };

/** A frame without `allow=` is refused like a person's no; where the browser tells them apart, we do. */
function isForbiddenHere(kind: MediaKind): boolean {
  const { permissionsPolicy, featurePolicy } = document as PolicyDocument;
  return (permissionsPolicy ?? featurePolicy)?.allowsFeature(FEATURES[kind]) === false;
}

export function mediaErrorCode(error: unknown, kind: MediaKind): MediaErrorCode {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  const code = (Object.hasOwn(CODES, name) ? CODES[name] : undefined) ?? 'media-failed';
  return code === 'media-denied' && isForbiddenHere(kind) ? 'media-policy' : code;
}
