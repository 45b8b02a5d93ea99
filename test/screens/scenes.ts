/** The states that the whole application must be able to show, by name. Data only; page.ts shows one of them. */
import type { Snapshot } from '../../src/core/snapshot.js';
import * as scenes from '../../src/testing/scenes.js';
import { type ElementScene, DEVICE_SCENES, me as meHeard, measured } from './device-scenes.js';
import { picture } from './picture.js';

export interface Scene {
  readonly snapshot: Partial<Snapshot>;
  /** The browser plays no sound before a gesture. */
  readonly isSoundBlocked?: true;
  /** These elements alone, instead of the whole application, and the browser as they find it. */
  readonly elements?: ElementScene;
  /** An element of the application whose button is pressed. */
  readonly opens?: string;
  /** The view that a narrow page shows, and a middling one beside the call; without: the one that comes by itself. */
  readonly view?: 'people' | 'call' | 'chat';
}

const {
  active,
  call,
  chat,
  connecting,
  ended,
  incoming,
  localMedia,
  message,
  missed,
  outgoing,
  reconnecting,
} = scenes;
const { signedIn, user } = scenes;

const people = [
  user('Naomi'),
  user('Priya', 'in-call'),
  user('Oleg', 'away'),
  user('李文', 'busy'),
  user('ليلى'),
  user('Support desk with a very long name indeed', 'dnd'),
];
const here = signedIn(...people);
const them = () => ({ stream: picture('them'), media: { audio: true, video: true } });
const me = () => localMedia({ stream: picture('me') });
const to = call('Priya');
const from = call('Naomi', { direction: 'incoming' });
const talking = (changes: Parameters<typeof active>[0] = {}) =>
  active({ call: to, remote: them(), sinceMs: Date.now() - 252_000, ...changes });
const closed = { status: 'off', on: true } as const;
const denied = { status: 'failed', on: false, code: 'media-denied' } as const;

const said = chat(
  message(
    'Good morning! The draft is at https://example.com/drafts/plan?version=3 if anybody wants to read it.',
  ),
  message('مرحباً، سأقرأها الآن', { from: 'ليلى' }),
  message('Thank you. I will bring the figures, all of them, even those of the very long table.', {
    mine: true,
  }),
  message('Shall we talk at eleven?', { from: 'Priya', to: 'me', unread: true }),
  message('Yes, I call you', { mine: true, to: 'Priya', delivery: 'delivered' }),
  message('And I bring Oleg', { mine: true, delivery: 'sending' }),
  message('Can you hear me?', { mine: true, delivery: 'failed' }),
);

export const SCENES: Readonly<Record<string, () => Scene>> = {
  ...DEVICE_SCENES,
  'signed-out': () => ({ snapshot: {} }),
  'connecting-to-server': () => ({
    snapshot: { link: { status: 'connecting', attempt: 0, first: true } },
  }),
  'nobody-here': () => ({ snapshot: signedIn() }),
  people: () => ({ snapshot: here }),
  offline: () => ({
    snapshot: { ...here, link: { status: 'waiting', attempt: 3, retryAtMs: Date.now() + 12_000 } },
  }),
  'ringing-out': () => ({ snapshot: { ...here, media: me(), call: outgoing(true, to) } }),
  'ringing-in': () => ({ snapshot: { ...here, call: incoming(from) } }),
  'ringing-in-quietly': () => ({
    snapshot: { ...here, self: { name: 'me', state: 'dnd' }, call: incoming(from) },
  }),
  missed: () => ({
    snapshot: { ...here, missed: [missed('Naomi'), missed('Support desk with a very long name indeed')] },
  }),
  'in-another-tab': () => ({
    snapshot: { ...here, elsewhere: { phase: 'active', name: 'Naomi' } },
    view: 'call',
  }),
  connecting: () => ({ snapshot: { ...here, media: me(), call: connecting(false, to) } }),
  'connecting-slowly': () => ({ snapshot: { ...here, media: me(), call: connecting(true, to) } }),
  'in-call': () => ({ snapshot: { ...here, media: me(), call: talking(), quality: measured() } }),
  'in-call-figures': () => ({
    snapshot: { ...here, media: me(), call: talking(), quality: measured({ rating: 'poor', cause: 'loss' }) },
    opens: 'call-quality',
  }),
  settings: () => ({
    snapshot: { ...here, media: localMedia({ microphone: closed, camera: closed }) },
    opens: '.people call-settings-button',
  }),
  'settings-in-call': () => ({
    snapshot: { ...here, media: meHeard(), call: talking(), quality: measured() },
    opens: '.call call-settings-button',
  }),
  chat: () => ({ snapshot: { ...here, chat: said }, view: 'chat' }),
  'chat-in-call': () => ({
    snapshot: { ...here, media: me(), call: talking(), chat: said },
    view: 'chat',
  }),
  'camera-off': () => ({
    snapshot: {
      ...here,
      media: localMedia({ camera: { status: 'off', on: false } }),
      call: talking({ remote: { ...them(), media: { audio: true, video: false } } }),
    },
  }),
  'muted-by-me': () => ({
    snapshot: {
      ...here,
      media: localMedia({ stream: picture('me'), microphone: { status: 'muted', on: false } }),
      call: talking(),
    },
  }),
  'muted-by-them': () => ({
    snapshot: {
      ...here,
      media: me(),
      call: talking({ remote: { ...them(), media: { audio: false, video: true } } }),
    },
  }),
  reconnecting: () => ({
    snapshot: { ...here, media: me(), call: reconnecting('network', talking()) },
  }),
  'sound-blocked': () => ({
    snapshot: { ...here, media: me(), call: talking() },
    isSoundBlocked: true,
  }),
  denied: () => ({
    snapshot: {
      ...here,
      media: localMedia({ camera: denied, microphone: denied }),
      call: talking(),
    },
  }),
  ended: () => ({
    snapshot: { ...here, call: { ...ended('busy', 'peer', to), durationMs: 0 } },
    view: 'call',
  }),
};
