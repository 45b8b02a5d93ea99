/** Leaks between people who are not shown to each other, and the cases that find them. */
import {
  type Mutants,
  describeMutants,
  hears,
  isError,
  isOf,
  linkNamed,
  says,
} from '../../../test/support/mutants.js';
import { SIGHT_CASES } from '../cases/sight.js';

const LEAKS: Mutants = {
  'tells everybody of a newcomer': [
    says(isOf('username'), (message, link) => {
      for (const one of link.all) if (one !== link) one.tellClient({ type: 'x-newcomer', who: message.name });
      return [message];
    }),
    ['sight/self'],
  ],
  'passes on what it refuses': [
    says(
      ({ type, target }) => type === 'message' && target === undefined,
      (message, link) => {
        for (const one of link.all) if (one !== link) one.tellClient({ ...message, name: link.name });
        return [message];
      },
    ),
    ['sight/for-all'],
  ],
};

describeMutants('sight, where nobody is shown', SIGHT_CASES, LEAKS, { hub: () => ({ presence: 'none' }) });

describeMutants(
  'sight, where visitors are shown agents',
  SIGHT_CASES,
  {
    'says that somebody is there whom it does not show': [
      hears(
        (message, link) =>
          isError('peer-unavailable')(message) && linkNamed(link, message.target) !== undefined,
        (message) => [{ ...message, code: 'forbidden' }],
      ),
      ['sight/reach'],
    ],
  },
  {
    hub: () => ({
      presence: 'agents',
      authenticate: ({ token = '' }) => ({
        subject: token,
        role: token.startsWith('agent') ? 'agent' : 'visitor',
      }),
    }),
    suite: { tokens: ['agent-1', 'visitor-1', 'agent-2', 'visitor-2'] },
  },
);
