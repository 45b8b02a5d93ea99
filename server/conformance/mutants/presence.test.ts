/** Mistakes with the list as changes, and the cases that find them. */
import type { Fault, Link } from '../../../test/support/faulty-server.js';
import {
  changes,
  describeMutants,
  hears,
  isOf,
  linkNamed,
  says,
  without,
} from '../../../test/support/mutants.js';
import { PRESENCE_CASES } from '../cases/presence.js';

interface User {
  readonly name: string;
}

const changesUsers = (list: 'full' | 'join', change: (user: User, link: Link) => object): Fault =>
  changes('presence', (message, link) =>
    Array.isArray(message[list])
      ? { ...message, [list]: (message[list] as readonly User[]).map((user) => change(user, link)) }
      : message,
  );

describeMutants('presence', PRESENCE_CASES, {
  'lists everybody with capabilities': [
    changesUsers('join', (user) => ({ caps: ['call'], ...user })),
    ['presence/legacy-listed'],
  ],
  'tells a newcomer no capabilities of others': [
    changesUsers('full', (user, link) => (user.name === link.name ? user : { ...user, caps: [] })),
    ['presence/first-list', 'presence/sync'],
  ],
  'sends a list of names to everybody': [
    hears(isOf('presence'), (message) => [message, { type: 'userlist', users: [] }]),
    ['presence/no-userlist'],
  ],
  'forgets the version before a change': [
    changes('presence', (message) => (message.full === undefined ? { ...message, prev: 0 } : message)),
    [
      ...['presence/no-userlist', 'presence/changes', 'presence/sid-kept', 'presence/sync'],
      ...['presence/legacy-listed', 'presence/state', 'presence/in-call'],
    ],
  ],
  'tells no leave': [changes('presence', (message) => without(message, 'leave')), ['presence/changes']],
  'does not answer sync': [says(isOf('sync'), () => []), ['presence/sync']],
  'tells no state': [
    changes('presence', (message) => without(message, 'change')),
    ['presence/changes', 'presence/sid-kept', 'presence/state', 'presence/in-call'],
  ],
  'takes any word for a state': [
    says(
      ({ type, state }) => type === 'state' && state === 'in-call',
      ({ state }, link) => {
        for (const one of link.all) one.tellClient({ type: 'x-state', name: link.name, state });
        return [];
      },
    ),
    ['presence/state'],
  ],
  'never says who is in a call': [
    says(isOf('video-answer'), (message, link) => {
      linkNamed(link, message.target)?.tellClient({ ...without(message, 'id'), name: link.name, sid: 'x' });
      return [];
    }),
    ['presence/in-call'],
  ],
});
