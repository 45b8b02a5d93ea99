/** Mistakes that harm people, and the cases that find them. */
import type { Fault } from '../../../test/support/faulty-server.js';
import {
  changes,
  describeMutants,
  drops,
  isOf,
  linkNamed,
  says,
  without,
} from '../../../test/support/mutants.js';
import { SECURITY_CASES } from '../cases/security.js';

/** Numbers from 1000 on; what a client writes as its own is left out, since the relay has given another one. */
const countsUp = (): Fault => {
  let next = 1_000;
  return {
    ...changes('id', (message) => ({ ...message, id: next++ })),
    ...says(
      () => true,
      (message) => [without(message, 'id')],
    ),
  };
};

describeMutants('security', SECURITY_CASES, {
  'believes the name that a client writes': [
    says(
      ({ type, target, name }) => type === 'hang-up' && typeof target === 'string' && name !== undefined,
      (message, link) => {
        linkNamed(link, message.target)?.tellClient(without(message, 'id'));
        return [];
      },
    ),
    ['security/true-name'],
  ],
  'takes the number that a client writes for its own': [
    says(
      ({ type, id }, link) => type === 'x-conformance' && id !== undefined && id !== link.number,
      (message, link) => {
        const pretended = link.all.find(({ number }) => number === message.id);
        linkNamed(link, message.target)?.tellClient({ ...without(message, 'id'), name: pretended?.name });
        return [];
      },
    ),
    ['security/number-of-another'],
  ],
  'tells the number of a sender': [
    changes('message', (message, link) => ({ ...message, id: linkNamed(link, message.name)?.number })),
    ['security/number-secret'],
  ],
  'numbers connections one after the other': [countsUp, ['security/number-random']],
  'passes on a list that a client made': [
    says(isOf('userlist'), (message, link) => {
      for (const one of link.all) one.tellClient(message);
      return [message];
    }),
    ['security/server-types'],
  ],
  'passes on what comes from somebody without a name': [
    says(
      (_, link) => link.name === undefined,
      (message, link) => {
        linkNamed(link, message.target)?.tellClient(without(message, 'id'));
        return [message];
      },
    ),
    ['security/unnamed'],
  ],
  'gives a hang-up without a target to everybody': [
    says(
      ({ type, target }) => type === 'hang-up' && typeof target !== 'string',
      (message, link) => {
        for (const one of link.all) one.tellClient({ ...without(message, 'id'), name: link.name });
        return [];
      },
    ),
    ['security/hang-up-for-all'],
  ],
  'takes names that look the same for others': [drops(isOf('rejectusername')), ['security/name-same']],
});
