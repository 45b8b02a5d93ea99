/** The parts of the protocol in the order in which they are tested, and when a server has each. */
import type { Part } from './case.js';
import { MESSAGE_CASES } from './cases/base-messages.js';
import { NAME_CASES } from './cases/base-names.js';
import { SURVIVAL_CASES } from './cases/base-survival.js';

export const PARTS: readonly Part[] = [
  {
    name: 'base',
    about: 'what every server must do',
    isAnnounced: () => true,
    cases: [...NAME_CASES, ...MESSAGE_CASES, ...SURVIVAL_CASES],
  },
];
