/** Mistakes of a client that says it knows version 1, and the cases that find them. */
import {
  type Change,
  describeClientMutants,
  hearing,
  saying,
  without,
} from '../../../../test/support/client-mutants.js';
import { V1_CASES } from '../v1-cases.js';

/** It takes longer than all the others, and is played alone. */
const isPatience = ({ id }: { readonly id: string }): boolean => id === 'client-v1/callee-away';

const givesShortIds = (): Change => {
  const whole = new Map<unknown, string>();
  return {
    says: (message) => {
      const { id } = (message.call ?? {}) as { readonly id?: string };
      if (id === undefined || id.startsWith('conformance')) return [message];
      whole.set(id.slice(0, 4), id);
      return [{ ...message, call: { ...(message.call as object), id: id.slice(0, 4) } }];
    },
    hears: (message) => {
      const { id } = (message.call ?? {}) as { readonly id?: string };
      return whole.has(id)
        ? [{ ...message, call: { ...(message.call as object), id: whole.get(id) } }]
        : [message];
    },
  };
};

describeClientMutants(
  'version 1',
  V1_CASES.filter((one) => !isPatience(one)),
  {
    'does not say that it rings': [
      saying('call-ringing', () => []),
      ['client-v1/ringing', 'client-v1/cancelled', 'client-v1/overtaken'],
    ],
    'answers before the person accepts': [
      saying('call-ringing', (message) => [
        message,
        {
          type: 'video-answer',
          target: message.target,
          call: message.call,
          sdp: { type: 'answer', sdp: 'early' },
        },
      ]),
      ['client-v1/ringing'],
    ],
    'hangs up without a reason': [
      saying('hang-up', (message) => [without(message, 'reason')]),
      ['client-v1/decline', 'client-v1/busy'],
    ],
    'hangs up without a call': [
      saying('hang-up', (message) => [without(message, 'call')]),
      ['client-v1/decline', 'client-v1/busy'],
    ],
    'gives short ids to calls': [givesShortIds, ['client-v1/call']],
    'answers no pings': [saying('pong', () => []), ['client-v1/pong']],
    'does not mind a gap': [saying('sync', () => []), ['client-v1/gap']],
    'confirms nothing': [saying('ack', () => []), ['client-v1/ack']],
    'takes an interruption for the end': [
      hearing('peer-state', ({ name, state }) =>
        state === 'reconnecting' ? [{ type: 'hang-up', name }] : [],
      ),
      ['client-v1/peer-state'],
    ],
  },
);

describeClientMutants('a callee who is away', V1_CASES.filter(isPatience), {
  'does not hear who is away': [hearing('peer-state', () => []), ['client-v1/callee-away']],
});
