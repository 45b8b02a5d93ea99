/** Mistakes with what two pages say about a call, and the cases that find them. */
import {
  changes,
  describeMutants,
  drops,
  isError,
  isOf,
  linkNamed,
  says,
  without,
} from '../../../test/support/mutants.js';
import { CALL_CASES } from '../cases/call.js';

const TYPES = ['call-ringing', 'call-accept', 'call-leaving', 'call-media'];

describeMutants('call', CALL_CASES, {
  ...Object.fromEntries(
    TYPES.map((type) => [
      `does not know ${type}`,
      [drops(isOf(type)), type === 'call-ringing' ? ['call/call-ringing', 'call/to-sid'] : [`call/${type}`]],
    ]),
  ),
  'passes a ringing on without its call': [
    changes('call-ringing', (message) => without(message, 'call')),
    ['call/call-ringing'],
  ],
  'does not mind toSid': [
    says(isOf('call-ringing'), (message) => [without(message, 'toSid')]),
    ['call/to-sid'],
  ],
  'sends candidates that are null to everybody': [
    says(
      ({ type, candidate }) => type === 'new-ice-candidate' && candidate === null,
      (message, link) => {
        linkNamed(link, message.target)?.tellClient({ ...message, name: link.name });
        return [];
      },
    ),
    ['call/no-more-candidates'],
  ],
  'drops calls that come too fast in silence': [drops(isError('rate-limited')), ['call/rings-again']],
});
