/** Servers that end on a message, and the cases that find them. */
import type { Fault } from '../../../test/support/faulty-server.js';
import type { Heard } from '../../../test/support/fake-room.js';
import { describeMutants, isOf, says } from '../../../test/support/mutants.js';
import { SURVIVAL_CASES } from '../cases/base-survival.js';

/** Everybody is thrown out: what a server that ends looks like. */
const crashOn = (which: (message: Heard | undefined, text: string) => boolean): Fault => ({
  toRelay: (message, link, text) => {
    if (!which(message, text)) return [text];
    for (const one of link.all) one.cut();
    return [];
  },
});

describeMutants('base, survival', SURVIVAL_CASES, {
  'ends the connection on a type it does not know': [
    says(isOf('state'), (_, link) => {
      link.cut();
      return [];
    }),
    ['base/unknown-type'],
  ],
  'ends on what is no JSON': [
    crashOn((message, text) => message === undefined && text !== '' && text.endsWith(',')),
    ['base/survives-not-json'],
  ],
  'ends on a text that is none': [
    crashOn((message) => message?.type === 'message' && typeof message.text !== 'string'),
    ['base/survives-no-text', 'base/survives-text-number'],
  ],
  'ends on a number that nobody has': [
    crashOn((message) => message?.type === 'message' && message.id === -1),
    ['base/survives-wrong-id'],
  ],
  'ends on JSON that nests deep': [crashOn((_, text) => text.includes('[[[[')), ['base/survives-deep-json']],
});
