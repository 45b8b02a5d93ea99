/** Mistakes with what a session brings, and the cases that find them. */
import {
  type Change,
  type Said,
  describeClientMutants,
  hearing,
  saying,
  without,
} from '../../../../test/support/client-mutants.js';
import { RESUME_CASES, SESSION_CASES } from '../session-cases.js';

/** Hears no servers in one `session` of each connection, by its place. */
const missesServers = (isMissed: (place: number) => boolean) => (): Change => {
  let place = 0;
  return {
    hears: (message) => {
      if (message.type === 'id') place = 0;
      if (message.type !== 'session') return [message];
      return [isMissed(++place) ? without(message, 'iceServers') : message];
    },
  };
};

/** Says something else instead of the first `username` of each connection, or of the later ones, to which that is given. */
const changesName =
  (which: 'first' | 'later', change: (message: Said, first?: Said) => readonly object[]) => (): Change => {
    let first: Said | undefined;
    return {
      hears: (message) => {
        if (message.type === 'id') first = undefined;
        return [message];
      },
      says: (message) => {
        if (message.type !== 'username') return [message];
        const isMeant = (which === 'first') === (first === undefined);
        const said = isMeant ? change(message, first) : [message];
        first ??= message;
        return said;
      },
    };
  };

const helloWith = (message: Said, fields: object): object => ({
  ...message,
  hello: { ...(message.hello as object), ...fields },
});

describeClientMutants('a session', SESSION_CASES, {
  'does not use the servers that it is given': [
    missesServers((place) => place === 1),
    ['client-session/ice'],
  ],
  'never uses newer servers': [missesServers((place) => place > 1), ['client-session/ice-renewed']],
  'lets its token expire': [changesName('later', () => []), ['client-session/proof']],
  'brings the same token again': [
    changesName('later', (message, first) => [{ ...message, hello: first?.hello }]),
    ['client-session/proof'],
  ],
  'comes back with the token that it had': [
    changesName('first', (message) => [helloWith(message, { token: 'always the same' })]),
    ['client-session/expired'],
  ],
});

const resumeOf = ({ hello }: Said): object | undefined =>
  (hello as { readonly resume?: object } | undefined)?.resume;

describeClientMutants('a session that is had again', RESUME_CASES, {
  'does not ask for its session': [
    saying('username', (message) => [helloWith(message, { resume: undefined })]),
    ['client-resume/token'],
  ],
  'does not count': [
    saying('username', (message) => {
      const resume = resumeOf(message);
      return [resume ? helloWith(message, { resume: { ...resume, seq: 0 } }) : message];
    }),
    ['client-resume/token'],
  ],
  'sends nothing again': [
    hearing('session', ({ seq, ...message }) => [
      { ...message, seq: message.resumed === true ? Number(seq) + 1 : seq },
    ]),
    ['client-resume/again'],
  ],
  'sends everything again': [
    hearing('session', (message) => [{ ...message, seq: 0 }]),
    ['client-resume/again'],
  ],
});
