/** The parts of the protocol in the order in which they are tested, and when a server has each. */
import type { Announcement, Part } from './case.js';
import { MESSAGE_CASES } from './cases/base-messages.js';
import { NAME_CASES } from './cases/base-names.js';
import { SURVIVAL_CASES } from './cases/base-survival.js';
import { ADMISSION_CASES } from './cases/admission.js';
import { CALL_CASES } from './cases/call.js';
import { DEVICE_CASES } from './cases/devices.js';
import { HEARTBEAT_CASES } from './cases/heartbeat.js';
import { ICE_CASES } from './cases/ice.js';
import { PRESENCE_CASES } from './cases/presence.js';
import { RESUME_CASES } from './cases/resume.js';
import { ROOM_CASES } from './cases/rooms.js';
import { SECURITY_CASES } from './cases/security.js';
import { SESSION_CASES } from './cases/session.js';
import { SIGHT_CASES } from './cases/sight.js';
import { V1_CASES } from './cases/v1.js';

const isModern = ({ v = 0 }: Announcement): boolean => v >= 1;
const can =
  (capability: string) =>
  (server: Announcement): boolean =>
    isModern(server) && server.caps.includes(capability);

export const PARTS: readonly Part[] = [
  // First, since a token may be over soon.
  {
    name: 'admission',
    about: 'version 1: who may come in, where the server asks for tokens',
    isAnnounced: isModern,
    cases: ADMISSION_CASES,
  },
  {
    name: 'base',
    about: 'what every server must do',
    isAnnounced: () => true,
    cases: [...NAME_CASES, ...MESSAGE_CASES, ...SURVIVAL_CASES],
  },
  {
    name: 'security',
    about: 'what keeps people safe from each other; warnings only, unless version 1 is announced',
    isAnnounced: isModern,
    isForAll: true,
    cases: SECURITY_CASES,
  },
  {
    name: 'v1',
    about: 'version 1: confirmed texts, and errors that say what went wrong',
    isAnnounced: isModern,
    cases: V1_CASES,
  },
  {
    name: 'presence',
    about: 'version 1, capability `presence`: the list as changes, and states',
    isAnnounced: can('presence'),
    cases: PRESENCE_CASES,
  },
  {
    name: 'call',
    about: 'version 1, capability `call`: what two pages say about a call',
    isAnnounced: can('call'),
    cases: CALL_CASES,
  },
  {
    name: 'heartbeat',
    about: 'version 1, capability `heartbeat`: signs of life',
    isAnnounced: can('heartbeat'),
    cases: HEARTBEAT_CASES,
  },
  {
    name: 'session',
    about: 'version 1: a session that goes on over another connection',
    isAnnounced: isModern,
    cases: SESSION_CASES,
  },
  {
    name: 'resume',
    about: 'version 1, capability `resume`: a session waits for its client, and loses nothing',
    isAnnounced: can('resume'),
    cases: RESUME_CASES,
  },
  {
    name: 'rooms',
    about: 'version 1: rooms that know nothing of each other',
    isAnnounced: isModern,
    cases: ROOM_CASES,
  },
  {
    name: 'sight',
    about: 'version 1: people who are not shown to each other, where the server hides any',
    isAnnounced: isModern,
    cases: SIGHT_CASES,
  },
  {
    name: 'devices',
    about: 'version 1: several devices of one person, where the server asks for tokens',
    isAnnounced: isModern,
    cases: DEVICE_CASES,
  },
  {
    name: 'ice',
    about: 'version 1: TURN and STUN servers for each client',
    isAnnounced: isModern,
    cases: ICE_CASES,
  },
];
