/** Mistakes in coming back, and the cases that find them. */
import { describeClientMutants, hearing } from '../../../../test/support/client-mutants.js';
import { LINK_CASES } from '../link-cases.js';

describeClientMutants('the connection', LINK_CASES, {
  'comes back whatever the server says': [
    { closes: (code) => (code >= 4500 ? 1006 : code) },
    ['client-link/stays-away'],
  ],
  'does not come back': [
    { closes: (code) => (code === 1006 ? 4500 : code) },
    // Whether it stays away where it must is not known then: it never comes again.
    ['client-link/comes-back'],
  ],
  'comes back at once whatever it is told': [
    hearing('goodbye', (message) => [{ ...message, reconnectInMs: 0 }]),
    ['client-link/goodbye'],
  ],
});
