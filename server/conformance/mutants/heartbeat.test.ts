/** Mistakes with signs of life, and the cases that find them. */
import { changes, describeMutants, drops, isOf, without } from '../../../test/support/mutants.js';
import { HEARTBEAT_CASES } from '../cases/heartbeat.js';

describeMutants('heartbeat', HEARTBEAT_CASES, {
  'answers pings without their number': [
    changes('pong', (message) => without(message, 't')),
    ['heartbeat/answers'],
  ],
  'does not beat': [drops(isOf('ping')), ['heartbeat/beats']],
  'never minds a silence': [
    {
      toClient: (message, link) => {
        if (message.type === 'ping') link.tellRelay({ type: 'pong' });
        return [message];
      },
    },
    ['heartbeat/silence'],
  ],
});
