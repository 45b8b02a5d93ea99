/**
 * Who sees whom, and who reaches whom, within one room: the operator's choice, as functions of two sessions. Whether
 * somebody is an agent is what the relay was told by whoever vouches for them, never what they say themselves.
 */
import type { Session } from './session.js';

/**
 * `room`: everybody sees those of their room. `all`: everybody is in one room, whatever they ask for. `none`: everybody
 * sees only themselves; who knows a name may call it. `agents`: visitors see and reach agents, agents everybody.
 */
export type PresencePolicy = 'room' | 'all' | 'none' | 'agents';

/** Sessions that are told the same, and who is shown to them. Who is not shown still sees themselves. */
export interface AudiencePlan {
  readonly includes: (session: Session) => boolean;
  readonly shows: (session: Session) => boolean;
}

const isAgent = ({ identity }: Session): boolean => identity?.role === 'agent';
const everybody = (): boolean => true;
const nobody = (): boolean => false;

const EVERYBODY: AudiencePlan = { includes: everybody, shows: everybody };

/** The audiences of a room; each session is in one. */
export const AUDIENCES: Readonly<Record<PresencePolicy, readonly AudiencePlan[]>> = {
  room: [EVERYBODY],
  all: [EVERYBODY],
  none: [{ includes: everybody, shows: nobody }],
  agents: [
    { includes: isAgent, shows: everybody },
    { includes: (session) => !isAgent(session), shows: isAgent },
  ],
};

/** Whether a session sees all of its room, and so may speak to all of it. */
export const seesEverybody = (policy: PresencePolicy, session: Session): boolean =>
  policy === 'room' || policy === 'all' || (policy === 'agents' && isAgent(session));

/** Whether one of two in the same room may be spoken to by the other. */
export const mayReach = (policy: PresencePolicy, from: Session, to: Session): boolean =>
  policy !== 'agents' || isAgent(from) || isAgent(to) || from.name === to.name;
