/**
 * Whatever people of whatever room and role do in whatever order: nobody ever hears anything of somebody that they may
 * not know of; and when all have gone nothing is left.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ANSWER_SDP, type FakeClient, FakeRoom, OFFER_SDP } from '../test/support/fake-room.js';
import type { PresencePolicy } from './hub/policy.js';

interface Person {
  readonly client: FakeClient;
  /** Stands in whatever is said by or of this person, and in nothing else. */
  readonly mark: string;
  readonly room: string;
  readonly role: string;
}

const LISTS: ReadonlySet<string> = new Set(['presence', 'userlist']);

/** Whether one may hear of the other in a message of this type. */
function mayKnow(policy: PresencePolicy, one: Person, other: Person, type: string): boolean {
  if (one === other) return true;
  if (policy !== 'all' && one.room !== other.room) return false;
  if (policy === 'none') return !LISTS.has(type);
  return policy !== 'agents' || one.role === 'agent' || other.role === 'agent';
}

const MESSAGES: Readonly<Record<string, object>> = {
  message: { text: 'hi' },
  whiteboard: {},
  'video-offer': { sdp: OFFER_SDP, call: { id: 'c' } },
  'video-answer': { sdp: ANSWER_SDP, call: { id: 'c' } },
  'new-ice-candidate': { candidate: { candidate: 'x' } },
  'hang-up': { call: { id: 'c' } },
  'call-select': { call: { id: 'c' }, sid: 's' },
  ping: {},
};

const person = fc.record({
  room: fc.constantFrom('', 'red', 'blue'),
  role: fc.constantFrom('agent', 'visitor'),
  isModern: fc.boolean(),
});
const step = fc.record({
  kind: fc.constantFrom('say', 'say', 'say', 'rename', 'promote', 'leave', 'tick'),
  who: fc.nat(20),
  to: fc.option(fc.nat(20)),
  type: fc.constantFrom(...Object.keys(MESSAGES)),
});

function enter(
  hub: FakeRoom,
  at: number,
  { room, role, isModern }: { room: string; role: string; isModern: boolean },
): Person {
  const client = hub.connect();
  const mark = `<${String(at)}>`;
  const hello = { v: 1, caps: ['call'], room, token: role };
  client.say({ type: 'username', name: mark, ...(isModern ? { hello } : {}) });
  return { client, mark, room: isModern ? room : '', role: isModern ? role : 'visitor' };
}

describe('any order of events in rooms', () => {
  it('tells nobody of those they may not know of', () => {
    const policy = fc.constantFrom<PresencePolicy>('room', 'all', 'none', 'agents');
    fc.assert(
      fc.property(
        policy,
        fc.array(person, { minLength: 2, maxLength: 8 }),
        fc.array(step, { maxLength: 60, size: 'max' }),
        (presence, people, steps) => {
          const hub = new FakeRoom({
            presence,
            rate: { perSecond: 1e6, burst: 1e6 },
            authenticate: ({ token }) => ({ role: token === 'agent' ? 'agent' : 'visitor' }),
          });
          const here = people.map((one, at) => enter(hub, at, one));
          for (const { kind, who, to, type } of steps) {
            const from = here[who % here.length] as Person;
            const target = to === null ? undefined : here[to % here.length]?.client.name;
            if (kind === 'tick') hub.tick();
            if (kind === 'leave') from.client.leave();
            if (kind === 'rename') from.client.say({ type: 'username', name: `${from.mark}again` });
            if (kind === 'promote')
              from.client.say({ type: 'state', state: 'away', role: 'agent', room: 'red' });
            if (kind === 'say')
              from.client.say({ type, ...MESSAGES[type], ...(target === undefined ? {} : { target }) });
          }
          hub.tick();
          for (const one of here) {
            for (const [at, { type }] of one.client.heard.entries()) {
              // What it was refused says whom it had named itself.
              if (type === 'error' || type === 'rejectusername') continue;
              const text = one.client.texts[at] ?? '';
              for (const other of here) {
                if (mayKnow(presence, one, other, type)) continue;
                assert.ok(!text.includes(other.mark) && !text.includes(`"${other.client.sid}"`), text);
              }
            }
            one.client.leave();
          }
          hub.tick();
          assert.deepEqual(new Set(Object.values(hub.hub.sizes)), new Set([0]));
        },
      ),
      { numRuns: 500 },
    );
  });
});
