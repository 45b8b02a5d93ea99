/** The parts of the suite for clients, in the order in which they are played. */
import type { Announcement, Part } from '../case.js';
import { CALL_CASES, LEGACY_CASES } from './call-cases.js';
import { DEVICE_CASES } from './device-cases.js';
import { LINK_CASES, SIGN_IN_CASES } from './link-cases.js';
import { RESUME_CASES, SESSION_CASES } from './session-cases.js';
import type { Stage } from './stage.js';
import { V1_CASES } from './v1-cases.js';

const isModern = ({ v = 0 }: Announcement): boolean => v >= 1;

/**
 * Clients come back the later the shorter their connections hold, unless the server says when. One of the base profile
 * cannot, so its cases come first; the one that sends the client away for good comes last.
 */
export const CLIENT_PARTS: readonly Part<Stage>[] = [
  {
    name: 'client',
    about: 'what every client does',
    isAnnounced: () => true,
    cases: [...LEGACY_CASES, ...SIGN_IN_CASES, ...CALL_CASES],
  },
  {
    name: 'client-v1',
    about: 'what a client does that says it knows version 1',
    isAnnounced: isModern,
    cases: V1_CASES,
  },
  {
    name: 'client-devices',
    about: 'what a client of version 1 does among several devices of one person',
    isAnnounced: isModern,
    cases: DEVICE_CASES,
  },
  {
    name: 'client-session',
    about: 'what a client of version 1 does with TURN servers, and with tokens that expire',
    isAnnounced: isModern,
    cases: SESSION_CASES,
  },
  {
    name: 'client-resume',
    about: 'what a client does that says it knows `resume`',
    isAnnounced: (client) => isModern(client) && client.caps.includes('resume'),
    cases: RESUME_CASES,
  },
  {
    name: 'client-link',
    about: 'when a client comes back, and when not',
    isAnnounced: () => true,
    cases: LINK_CASES,
  },
];
