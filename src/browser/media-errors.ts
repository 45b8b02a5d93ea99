/**
 * Why a device did not open, or does not follow its constraints: from the names of getUserMedia's DOMExceptions (Media
 * Capture and Streams, section 10.2) and from what the page is allowed to ask.
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
  TypeError: 'media-constraints',
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
  if (isInsecure()) return 'media-insecure';
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  const code = (Object.hasOwn(CODES, name) ? CODES[name] : undefined) ?? 'media-failed';
  return code === 'media-denied' && isForbiddenHere(kind) ? 'media-policy' : code;
}

/** What the page's author must know besides: which constraint no device meets, or what is wrong with it. */
export function mediaErrorHint(error: unknown): string | undefined {
  if (error instanceof TypeError) return error.message;
  // Its class is missing in older browsers.
  return (error as { readonly constraint?: string } | undefined)?.constraint;
}

/** Insecure pages have no `mediaDevices` at all. */
const isInsecure = (): boolean => !('mediaDevices' in navigator);
