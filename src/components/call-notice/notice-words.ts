/** What each problem is called, what it means for a call, and what a person or the page's author can do. Words only. */
import type { Diagnosis } from '../../core/call/path-doctor.js';
import type { MediaKind } from '../../core/stream-handle.js';
import type { PathTermKey, TermKey } from '../../i18n/terms.js';
import type { Translate as TranslateAny } from '../shared/terms-controller.js';
import { FRAME_ALLOW, type PageLimits } from './page-limits.js';
import type { Problem, ProblemCode } from './problems.js';

type Key = TermKey | PathTermKey;
type Translate = TranslateAny<Key>;

/** What is wrong, and what helps. */
const WORDS: Readonly<Record<ProblemCode, readonly [title: Key, help?: Key]>> = {
  'media-denied': ['isBlocked', 'helpDenied'],
  'media-missing': ['isMissing', 'helpMissing'],
  'media-busy': ['isInUse', 'helpBusy'],
  'media-overconstrained': ['isUnfit', 'tellOwner'],
  'media-constraints': ['isUnfit', 'tellOwner'],
  'media-insecure': ['isForbidden', 'helpInsecure'],
  'media-policy': ['isForbidden'],
  'media-ended': ['isFailing', 'helpFailing'],
  'media-paused': ['isPaused', 'helpPaused'],
  'media-failed': ['isFailing', 'helpFailing'],
  'network-down': ['networkDown', 'helpNetwork'],
  'peer-unreachable': ['peerUnreachable', 'helpPeer'],
  'turn-auth': ['turnRefused', 'tellOwner'],
  'turn-unreachable': ['turnSilent', 'helpElsewhere'],
  'udp-blocked': ['callsBlocked', 'helpElsewhere'],
  'no-turn': ['noPath', 'helpElsewhere'],
  'no-path': ['noPath', 'helpElsewhere'],
  'link-lost': ['linkLost'],
  'link-refused': ['refused', 'tellOwner'],
};

/** The one device, or both. */
const pickByKind = (kinds: readonly MediaKind[], video: TermKey, audio: TermKey, both: TermKey): TermKey =>
  kinds.length > 1 ? both : kinds[0] === 'video' ? video : audio;

/** `name`: the other one's, where it is about a call. */
export const problemTitle = (t: Translate, { code, kinds }: Problem, name = ''): string =>
  t(WORDS[code][0], { devices: t(pickByKind(kinds, 'yourCamera', 'yourMic', 'yourDevices')), name });

/** What it means for a call that these devices do not work. */
export const consequence = (t: Translate, lost: readonly MediaKind[]): string =>
  t(pickByKind(lost, 'soundOnly', 'notHeard', 'notSeen'));

/** No other network is of use where the page allows nothing but TURN and names none, or the other one has told of no way to it. */
function helpWithPath({ relayOnly, code, evidence }: Diagnosis): Key | undefined {
  if (code === 'no-turn' && relayOnly) return 'helpRelayOnly';
  return evidence.remote.length > 0 ? 'helpElsewhere' : undefined;
}

export function problemHelp(t: Translate, { code }: Problem, diagnosis: Diagnosis | null = null): string {
  const [title, usual] = WORDS[code];
  const help = title === 'noPath' && diagnosis ? helpWithPath(diagnosis) : usual;
  return help ? t(help) : '';
}

/** As a browser takes it once its dots are filled in. */
const TURN_EXAMPLE = '[{"urls": "turn:…", "username": "…", "credential": "…"}]';

/** For whoever can change the page: whom it is for, and what to write. */
export function authorHint(
  t: Translate,
  { code }: Problem,
  { isFramed }: PageLimits,
): readonly [string, string] {
  if (code === 'no-turn') return [t('forAuthor'), `<call-provider ice-servers='${TURN_EXAMPLE}'>`];
  if (code !== 'media-policy') return ['', ''];
  return isFramed
    ? [t('forFrameAuthor'), `<iframe allow="${FRAME_ALLOW}">`]
    : [t('forAuthor'), 'Permissions-Policy: camera=(self), microphone=(self)'];
}

/** What a person can try again: a device, or the server. A path is looked for without end, and a page's author is not here. */
export const canBeTried = ({ code }: Problem): boolean =>
  code.startsWith('link-') ||
  (code.startsWith('media-') && code !== 'media-insecure' && code !== 'media-policy');
