/** Mistakes with confirmations and errors, and the cases that find them. */
import type { Fault } from '../../../test/support/faulty-server.js';
import { changes, describeMutants, drops, isError, says, without } from '../../../test/support/mutants.js';
import { V1_CASES } from '../cases/v1.js';

const confirmsPrivateOnly = (): Fault => {
  const open = new Set<unknown>();
  return {
    ...says(
      ({ type, target }) => type === 'message' && target === undefined,
      (message) => {
        open.add(message.mid);
        return [message];
      },
    ),
    ...drops(({ type, re }) => type === 'ack' && open.has((re as { readonly mid: string }).mid)),
  };
};

describeMutants('v1', V1_CASES, {
  'confirms private texts only': [confirmsPrivateOnly, ['v1/ack']],
  'puts no id into texts': [changes('message', (message) => without(message, 'mid')), ['v1/text-ids']],
  'believes the time that a client writes': [
    changes('message', (message) => ({ ...message, ts: 1 })),
    ['v1/text-ids'],
  ],
  'tells no sid in offers': [changes('video-offer', (message) => without(message, 'sid')), ['v1/sid']],
  'says nothing of a target that is not there': [
    drops(isError('peer-unavailable')),
    ['v1/peer-unavailable', 'rooms/messages'],
  ],
  'does not say which call had no target': [
    changes('error', (message) => without(message, 'call')),
    ['v1/peer-unavailable', 'call/rings-again'],
  ],
  'drops in silence what only a server sends': [drops(isError('forbidden')), ['v1/forbidden']],
  'says nothing of what it could not read': [drops(isError('bad-request')), ['v1/bad-request']],
  'does not say which text was too large': [
    changes('error', (message) => without(message, 'mid')),
    ['v1/peer-unavailable', 'v1/too-large'],
  ],
  'drops a frame that is too large in silence': [
    { toRelay: (_, __, text) => (text.length > 65_536 ? [] : [text]) },
    ['v1/frame-too-large'],
  ],
  'says nothing of too many messages': [
    drops((message) => isError('rate-limited')(message) && message.call === undefined),
    ['v1/rate-limited'],
  ],
});
