/** Mistakes with the first word, names and the list, and the cases that find them. */
import type { Fault } from '../../../test/support/faulty-server.js';
import type { Heard } from '../../../test/support/fake-room.js';
import { describeMutants, hears, isOf, says } from '../../../test/support/mutants.js';
import { NAME_CASES } from '../cases/base-names.js';

const isList = isOf('userlist');
const usersOf = ({ users }: Heard): readonly string[] => users as readonly string[];

/** Gives each list with every name that was in one before. */
const neverForgets = (): Fault => {
  const ever = new Set<string>();
  return hears(isList, (message) => {
    for (const name of usersOf(message)) ever.add(name);
    return [{ ...message, users: [...ever] }];
  });
};

describeMutants('base, names', NAME_CASES, {
  'gives a number that is a text': [
    hears(isOf('id'), (message) => [{ ...message, id: String(message.id) }]),
    ['base/id-first'],
  ],
  'says something before id': [
    hears(isOf('id'), (message) => [{ type: 'welcome', id: message.id }, message]),
    ['base/id-first'],
  ],
  'gives everybody the same number': [
    hears(isOf('id'), (message) => [{ ...message, id: 7 }]),
    ['base/id-unique'],
  ],
  'selects no subprotocol': [{ protocol: false }, ['base/subprotocol']],
  'tells a newcomer alone': [
    hears(
      (message, link) => isList(message) && usersOf(message).at(-1) !== link.name,
      () => [],
    ),
    [
      'base/list-others',
      'base/rename',
      'base/leave',
      'base/cut-off',
      'base/name-letters',
      'base/name-proto',
      'base/name-constructor',
    ],
  ],
  'leaves somebody off the list': [
    hears(
      (message) => isList(message) && usersOf(message).length > 2,
      (message) => [{ ...message, users: usersOf(message).slice(1) }],
    ),
    ['base/list-whole'],
  ],
  'lists somebody twice': [
    hears(isList, (message) => [{ ...message, users: [...usersOf(message), ...usersOf(message)] }]),
    ['base/list-whole'],
  ],
  'gives one name twice': [hears(isOf('rejectusername'), () => []), ['base/name-taken']],
  'keeps the names of those who have left': [{ onClose: 'nothing' }, ['base/leave', 'base/cut-off']],
  'never takes a name off the list': [neverForgets, ['base/rename', 'base/leave', 'base/cut-off']],
  'cannot store the name __proto__': [
    says(
      (message) => message.type === 'username' && message.name === '__proto__',
      () => [],
    ),
    ['base/name-proto'],
  ],
});
