/** Mistakes with sessions that wait for their client, and the cases that find them. */
import type { Fault, Link } from '../../../test/support/faulty-server.js';
import { changes, describeMutants, drops, isOf, without } from '../../../test/support/mutants.js';
import { RESUME_CASES } from '../cases/resume.js';

/** In each of them somebody loses the connection and takes the session up again. */
const COMES_BACK = [
  ...['resume/waits', 'resume/missed', 'resume/counts', 'resume/gap'],
  ...['resume/peer-state', 'resume/peer-state-caller'],
];

const forgetsWhatWasMissed = (): Fault => {
  const resumed = new WeakSet<Link>();
  return {
    toClient: (message, link) => {
      if (message.type === 'session' && message.resumed === true) resumed.add(link);
      return message.type === 'x-conformance' && resumed.has(link) ? [] : [message];
    },
  };
};

/** Only who has heard or sent an answer is told who is away. */
const tellsNoCaller = (): Fault => {
  const inCall = new WeakSet<Link>();
  const note = (type: string | undefined, link: Link): boolean => {
    if (type === 'video-answer') inCall.add(link);
    return inCall.has(link);
  };
  return {
    toRelay: (message, link, text) => {
      note(message?.type, link);
      return [text];
    },
    ...drops(({ type }, link) => !note(type, link) && type === 'peer-state'),
  };
};

describeMutants(
  'resume',
  RESUME_CASES,
  {
    'forgets who has lost the connection': [{ onClose: 'left' }, [...COMES_BACK, 'resume/peer-state-left']],
    'tells a leave and a join of who comes back': [
      changes('presence', (message) =>
        JSON.stringify(message.change ?? '').includes('available') ? { leave: [], ...message } : message,
      ),
      ['resume/waits'],
    ],
    'never says who is away': [
      drops(isOf('peer-state')),
      ['resume/peer-state', 'resume/peer-state-left', 'resume/peer-state-caller'],
    ],
    'tells everybody who is away': [
      {
        toClient: (message, link) => {
          if (message.type === 'peer-state')
            for (const one of link.all) if (one !== link) one.tellClient(message);
          return [message];
        },
      },
      ['resume/peer-state'],
    ],
    'says that one is back without saying whose session': [
      changes('peer-state', (message) => (message.state === 'online' ? without(message, 'sid') : message)),
      ['resume/peer-state'],
    ],
    'does not say who has waited in vain': [
      drops(({ type, state }) => type === 'peer-state' && state === 'left'),
      ['resume/peer-state-left'],
    ],
    'lets somebody call who is away, and says nothing': [tellsNoCaller, ['resume/peer-state-caller']],
    'does not send what was missed': [forgetsWhatWasMissed, ['resume/missed']],
    'does not say how much it has got': [
      {
        toClient: (message) => [
          ['pong', 'session'].includes(message.type) ? without(message, 'seq') : message,
        ],
      },
      ['resume/counts'],
    ],
    'does not say that there is a gap': [
      changes('session', (message) => without(message, 'gap')),
      ['resume/gap'],
    ],
    'waits for who has left': [{ onClose: 'lost' }, ['resume/left']],
  },
  // A page that is left is not waited for long.
  { hub: () => ({ leavingGraceMs: 500 }) },
);
