/** Mistakes with tokens of sessions, and the cases that find them. */
import type { Fault } from '../../../test/support/faulty-server.js';
import { changes, describeMutants, hears, isOf } from '../../../test/support/mutants.js';
import { SESSION_CASES } from '../cases/session.js';

const tokenOf = (message: object): unknown =>
  (message as { readonly hello?: { readonly resume?: { readonly token?: unknown } } }).hello?.resume?.token;

/** Whoever brings a token for the second time is told that it was good. */
const takesTokensTwice = (): Fault => {
  const used = new Set<unknown>();
  const again = new WeakSet();
  return {
    toRelay: (message, link, text) => {
      const token = message && tokenOf(message);
      if (token !== undefined && used.has(token)) again.add(link);
      if (token !== undefined) used.add(token);
      return [text];
    },
    ...hears(
      ({ type }, link) => type === 'session' && again.has(link),
      (message) => [{ ...message, resumed: true }],
    ),
  };
};

describeMutants('session', SESSION_CASES, {
  'gives everybody the same token': [
    changes('session', (message) => ({ ...message, token: 'x'.repeat(22) })),
    ['session/token', 'session/taken-over'],
  ],
  'gives a short token': [
    changes('session', (message) => ({ ...message, token: String(message.token).slice(0, 8) })),
    ['session/token', 'session/taken-over'],
  ],
  'does not say that a session goes on': [
    changes('session', (message) => ({ ...message, resumed: false })),
    ['session/taken-over'],
  ],
  'takes a token twice': [takesTokensTwice, ['session/one-use']],
  'takes a wrong token for an error': [
    hears(isOf('session'), (message) =>
      message.resumed === false
        ? [message, { type: 'error', code: 'bad-request', re: 'username' }]
        : [message],
    ),
    ['session/wrong-token'],
  ],
});
