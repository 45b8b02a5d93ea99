/** What each problem is called, what it means for a call, and what a person or the page's author can do. Words only. */
import type { MediaKind } from '../../core/stream-handle.js';
import type { TermKey } from '../../i18n/terms.js';
import type { Translate } from '../shared/terms-controller.js';
import { FRAME_ALLOW, type PageLimits } from './page-limits.js';
import type { Problem, ProblemCode } from './problems.js';

/** What is wrong, and what helps. */
const WORDS: Readonly<Record<ProblemCode, readonly [title: TermKey, help?: TermKey]>> = {
  'media-denied': ['isBlocked', 'helpDenied'],
  'media-missing': ['isMissing', 'helpMissing'],
  'media-busy': ['isInUse', 'helpBusy'],
  'media-overconstrained': ['isUnfit', 'tellOwner'],
  'media-constraints': ['isUnfit', 'tellOwner'],
  'media-insecure': ['isForbidden', 'helpInsecure'],
  'media-policy': ['isForbidden'],
  'media-ended': ['isFailing', 'helpFailing'],
  'media-failed': ['isFailing', 'helpFailing'],
  'link-lost': ['linkLost'],
  'link-refused': ['refused', 'tellOwner'],
};

/** The one device, or both. */
const pickByKind = (kinds: readonly MediaKind[], video: TermKey, audio: TermKey, both: TermKey): TermKey =>
  kinds.length > 1 ? both : kinds[0] === 'video' ? video : audio;

export const problemTitle = (t: Translate, { code, kinds }: Problem): string =>
  t(WORDS[code][0], { devices: t(pickByKind(kinds, 'yourCamera', 'yourMic', 'yourDevices')) });

/** What it means for a call that these devices do not work. */
export const consequence = (t: Translate, lost: readonly MediaKind[]): string =>
  t(pickByKind(lost, 'soundOnly', 'notHeard', 'notSeen'));

export function problemHelp(t: Translate, { code }: Problem): string {
  const help = WORDS[code][1];
  return help ? t(help) : '';
}

/** For whoever can change the page: whom it is for, and what to write. */
export const authorHint = (t: Translate, { isFramed }: PageLimits): readonly [string, string] =>
  isFramed
    ? [t('forFrameAuthor'), `<iframe allow="${FRAME_ALLOW}">`]
    : [t('forAuthor'), 'Permissions-Policy: camera=(self), microphone=(self)'];

/** Only the page's author can mend these. */
export const isFinal = ({ code }: Problem): boolean => code === 'media-insecure' || code === 'media-policy';
