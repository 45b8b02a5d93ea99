/**
 * What the page itself keeps from every call, whatever the person allows: it is not secure, or the frame it stands in
 * may not use a device. Known before any device is asked for, and never mended while the page is open. It asks for
 * nothing.
 */
import type { MediaKind } from '../../core/stream-handle.js';

/** What a frame around a page with calls must allow: all that the elements use. */
export const FRAME_ALLOW = 'camera; microphone; autoplay; speaker-selection';

export interface PageLimits {
  readonly isSecure: boolean;
  /** Whether another page holds this one in a frame, and so has a say. */
  readonly isFramed: boolean;
  /** The devices that a permissions policy forbids, where the browser tells. Firefox does not before it is asked. */
  readonly forbidden: readonly MediaKind[];
}

interface PolicyDocument {
  readonly permissionsPolicy?: { allowsFeature(feature: string): boolean };
  readonly featurePolicy?: { allowsFeature(feature: string): boolean };
}

const FEATURES = [
  ['video', 'camera'],
  ['audio', 'microphone'],
] as const satisfies readonly (readonly [MediaKind, string])[];

export function pageLimits(): PageLimits {
  const { permissionsPolicy, featurePolicy } = document as PolicyDocument;
  const policy = permissionsPolicy ?? featurePolicy;
  return {
    isSecure: isSecureContext,
    isFramed: window.parent !== window,
    forbidden: FEATURES.flatMap(([kind, feature]) =>
      policy?.allowsFeature(feature) === false ? [kind] : [],
    ),
  };
}
