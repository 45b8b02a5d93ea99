/** Mistakes with TURN servers, and the cases that find them. */
import { changes, describeMutants, drops, hears, isOf } from '../../../test/support/mutants.js';
import { shortGrants } from '../../../test/support/short-grants.js';
import { ICE_CASES } from '../cases/ice.js';

describeMutants(
  'ice',
  ICE_CASES,
  {
    'gives an address that is none': [
      hears(
        ({ type, token }) => type === 'session' && token !== undefined,
        (message) => [{ ...message, iceServers: [{ urls: ['turn.example.com'], credential: 'x' }] }],
      ),
      ['ice/servers'],
    ],
    'gives its servers as one text': [
      changes('session', (message) => ({ ...message, iceServers: 'turn:turn.example.com' })),
      ['ice/servers', 'ice/renewed'],
    ],
    'never gives new credentials': [
      drops(({ type, token }) => type === 'session' && token === undefined),
      ['ice/renewed'],
    ],
    'gives the same credentials again': [
      hears(isOf('session'), (message) => [
        { ...message, iceServers: [{ urls: ['turn:turn.example.com'], username: 'u', credential: 'c' }] },
      ]),
      ['ice/renewed'],
    ],
    'gives credentials to everybody': [
      hears(isOf('userlist'), (message) => [{ type: 'session', resumed: false, iceServers: [] }, message]),
      ['ice/legacy'],
    ],
  },
  { hub: () => ({ grantIce: shortGrants() }) },
);
