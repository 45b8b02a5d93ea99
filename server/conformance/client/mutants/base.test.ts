/** Mistakes of any client, and the cases that find them. */
import {
  type Change,
  describeClientMutants,
  saying,
  without,
} from '../../../../test/support/client-mutants.js';
import { CALL_CASES, LEGACY_CASES } from '../call-cases.js';
import { SIGN_IN_CASES } from '../link-cases.js';

const takesAnyForPeer = (): Change => {
  let peer: unknown;
  return {
    says: (message) => {
      if (message.type === 'call-accept') peer = message.target;
      return [message];
    },
    hears: (message) => (message.type === 'hang-up' ? [message, { ...message, name: peer }] : [message]),
  };
};

describeClientMutants('the base profile', [...LEGACY_CASES, ...SIGN_IN_CASES, ...CALL_CASES], {
  'does not echo its number': [saying('username', (message) => [{ ...message, id: 1 }]), ['client/username']],
  'asks for everything at once': [
    saying('username', (message) => [{ type: 'state', state: 'busy' }, message]),
    ['client/legacy-quiet', 'client/username'],
  ],
  'calls without a description': [
    saying('video-offer', (message) => [{ ...message, sdp: null }]),
    ['client/call', 'client-link/messages'],
  ],
  'sends candidates to everybody': [
    saying('new-ice-candidate', (message) => [without(message, 'target')]),
    ['client/call', 'client/legacy-quiet', 'client-link/messages'],
  ],
  'takes any hang-up for that of its peer': [takesAnyForPeer, ['client/hang-up-of-others']],
});
