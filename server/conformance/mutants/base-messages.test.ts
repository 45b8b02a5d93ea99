/** Mistakes in passing messages on, and the cases that find them. */
import type { Fault, Link } from '../../../test/support/faulty-server.js';
import type { Heard } from '../../../test/support/fake-room.js';
import { describeMutants, hears, isOf, says } from '../../../test/support/mutants.js';
import { MESSAGE_CASES } from '../cases/base-messages.js';

const CONTROL = ['video-offer', 'video-answer', 'new-ice-candidate', 'hang-up'];
const isControl = ({ type }: Heard): boolean => CONTROL.includes(type);
const isChat = isOf('message');
const isPrivate = (message: Heard): boolean => isChat(message) && typeof message.target === 'string';

const tellAll = (message: Heard, link: Link): readonly object[] => {
  for (const one of link.all) one.tellClient({ ...message, name: link.name });
  return [];
};

/** Holds a candidate back until a hang-up has gone before it. */
const swapped = (): Fault => {
  const held = new Map<Link, object>();
  return hears(isControl, (message, link) => {
    const before = held.get(link);
    if (message.type === 'hang-up' && before) return [message, before];
    if (message.type !== 'new-ice-candidate' || !('text' in message)) return [message];
    held.set(link, message);
    return [];
  });
};

describeMutants('base, messages', MESSAGE_CASES, {
  'sends texts to others only': [
    hears(
      (message, link) => isChat(message) && message.target === undefined && message.name === link.name,
      () => [],
    ),
    ['base/chat-all'],
  ],
  'sends no private text back': [
    hears(
      (message, link) => isPrivate(message) && message.name === link.name && message.target !== link.name,
      () => [],
    ),
    ['base/chat-echo'],
  ],
  'sends private texts to everybody': [
    says((message) => isPrivate(message) && !('deep' in message), tellAll),
    ['base/chat-private', 'base/order', 'base/target-unknown'],
  ],
  'leaves the sender out of texts': [
    hears(isPrivate, ({ name: _, ...message }) => [message]),
    ['base/chat-name'],
  ],
  'takes tags out of texts': [
    hears(isChat, (message) => [{ ...message, text: String(message.text).replace(/<[^>]+>/g, '') }]),
    ['base/chat-text'],
  ],
  'sends offers to everybody': [
    says(isOf('video-offer'), tellAll),
    ['base/video-offer', 'base/other-fields', 'base/large-sdp', 'base/order', 'base/target-unknown'],
  ],
  'sends hang-ups back, too': [
    says(isOf('hang-up'), (message, link) => {
      link.tellClient({ ...message });
      return [{ ...message }];
    }),
    ['base/hang-up'],
  ],
  'changes descriptions': [
    hears(isOf('video-answer'), (message) => [
      { ...message, sdp: { type: 'answer', sdp: (message.sdp as { sdp: string }).sdp.trim() } },
    ]),
    ['base/video-answer'],
  ],
  'copies a candidate without one of its fields': [
    hears(isOf('new-ice-candidate'), (message) => {
      const { usernameFragment: _, ...candidate } = message.candidate as Record<string, unknown>;
      return [{ ...message, candidate }];
    }),
    ['base/new-ice-candidate'],
  ],
  'passes on only the types it knows': [says(isOf('x-conformance'), () => []), ['base/other-type']],
  'passes on only the fields it knows': [
    hears(isControl, (message) => [
      Object.fromEntries(Object.entries(message).filter(([key]) => !key.startsWith('x-'))),
    ]),
    ['base/other-fields'],
  ],
  'cuts long frames': [
    { toRelay: (_, __, text) => (text.length > 16_384 ? [] : [text]) },
    ['base/large-sdp'],
  ],
  'turns the order round': [swapped, ['base/order']],
});
