/** Version 1, capability `resume`: a session waits for its client, and loses nothing meanwhile. */
import { type ConformanceCase, Failure, expect, isSame } from '../case.js';
import type { Heard, Participant } from '../participant.js';
import { userNamed } from '../people-list.js';
import type { World } from '../world.js';
import { OFFER, talks } from './calls.js';

const CAPS = ['call', 'presence', 'heartbeat', 'resume'];
const UNCOUNTED = ['id', 'session', 'ping', 'pong', 'presence', 'userlist', 'goodbye'];
/** A page that is left counts as gone in some seconds; one that lost its connection may be waited for much longer. */
const MAX_WAIT_MS = 12_000;
/** More than a server keeps. */
const TOO_MANY = 70;

/** Messages of the server that both ends count: after `session`, so not how the name was found. */
const countedOf = ({ heard }: Participant): readonly Heard[] =>
  heard
    .slice(heard.findIndex(({ type }) => type === 'session') + 1)
    .filter(({ type }) => !UNCOUNTED.includes(type));

const away = (person: Participant, watcher: Participant, state: string): Promise<Heard> =>
  watcher.next(
    `a list that says "${state}" of "${person.name}"`,
    ({ type }) => type === 'presence' && userNamed(watcher.heard, person.name)?.state === state,
  );

/** Somebody loses the connection, and somebody sees it. */
async function loses(world: World): Promise<readonly [Participant, Participant]> {
  world.needsList();
  const watcher = await world.modern('watcher');
  const naomi = await world.modern('naomi', { caps: CAPS });
  await world.mark(watcher, naomi);
  return [naomi, watcher];
}

async function comesBack(world: World, gone: Participant): Promise<readonly [Participant, Heard]> {
  const person = await world.connectAgain(gone);
  person.isModern = true;
  const token = gone.heard.filter(({ type }) => type === 'session').at(-1)?.token;
  const hello = { v: 1, client: 'conformance', caps: CAPS, resume: { token, seq: countedOf(gone).length } };
  await world.signIn(person, gone.name, { hello });
  const session = await person.nextOf('session');
  expect(session.resumed === true, 'the session was not resumed', session);
  return [person, session];
}

/** What the peer of somebody is told of the session there. */
async function told(peer: Participant, { name, sid }: Participant, state: string): Promise<void> {
  const came = await peer.nextOf('peer-state');
  const isRight = came.state === state && came.sid === sid && came.name === name;
  expect(isRight, `it does not say "${state}" of the session that the call is with`, came);
}

/** The list has no such person any more. How long a session waits the server does not say. */
async function isGone(world: World, watcher: Participant, name: string): Promise<void> {
  try {
    await watcher.next(
      `a list without "${name}"`,
      ({ type }) => type === 'presence' && userNamed(watcher.heard, name) === undefined,
      0,
      MAX_WAIT_MS,
    );
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    world.notOffered(
      `a session waits for its page for more than ${String(MAX_WAIT_MS)} ms, too long for a test`,
    );
  }
}

const PEER_STATE_CASES: readonly ConformanceCase[] = [
  {
    id: 'resume/peer-state',
    title: 'tells the one it is in a call with, and nobody else, that it is away and that it is back',
    rule: 'The one it is in a call with gets [`peer-state`](#peer-state).',
    advice:
      'Send {"type":"peer-state","name":…,"sid":…,"state":"reconnecting"}, and "online" when it is back.',
    run: async (world) => {
      const [naomi, peer] = await loses(world);
      const stranger = await world.modern('stranger');
      const call = await talks(world, naomi, peer);
      naomi.drop();
      await told(peer, naomi, 'reconnecting');
      const [again] = await comesBack(world, naomi);
      await told(peer, naomi, 'online');
      again.say({ type: 'hang-up', target: peer.name, call, reason: 'ended' });
      await world.mark(peer, stranger);
      stranger.neverHeard('"peer-state" of a call that is not its own', ({ type }) => type === 'peer-state');
    },
  },
  {
    id: 'resume/peer-state-left',
    title: 'tells the one it is in a call with that it has waited in vain',
    rule: 'the session there [waits](#session), goes on, or is over.',
    advice: 'Send "peer-state" with "left" where a session that has waited ends, before the list without it.',
    run: async (world) => {
      const [naomi, peer] = await loses(world);
      await talks(world, naomi, peer);
      naomi.close();
      await told(peer, naomi, 'reconnecting');
      await isGone(world, peer, naomi.name);
      await told(peer, naomi, 'left');
    },
  },
  {
    id: 'resume/peer-state-caller',
    title: 'tells who calls somebody that is away',
    rule: 'A server SHOULD also send `reconnecting` to whoever calls somebody who is.',
    advice: 'When an offer is kept for who is away, send its sender "peer-state" with "reconnecting".',
    isAdvice: true,
    run: async (world) => {
      const [naomi, caller] = await loses(world);
      naomi.drop();
      await away(naomi, caller, 'reconnecting');
      caller.say({ ...OFFER, target: naomi.name, call: { id: world.freshText('call') } });
      await told(caller, naomi, 'reconnecting');
      // Nobody waits into the next case, which may be about the same person.
      await comesBack(world, naomi);
    },
  },
];

export const RESUME_CASES: readonly ConformanceCase[] = [
  {
    id: 'resume/waits',
    title: 'keeps name and sid of who lost the connection, and says that it is reconnecting',
    rule: 'While it waits the session has its name, its `sid` and its call; its state is `reconnecting`; what is sent to it is kept.',
    advice: 'Do not end a session with its connection, unless that was closed with 1000; tell its state.',
    run: async (world) => {
      const [naomi, watcher] = await loses(world);
      const since = watcher.heard.length;
      naomi.drop();
      await away(naomi, watcher, 'reconnecting');
      const [again] = await comesBack(world, naomi);
      expect(again.name === naomi.name, 'the name was not kept', again.name);
      await away(naomi, watcher, 'available');
      const isTold = ({ type, join, leave }: Heard): boolean =>
        type === 'presence' && (JSON.stringify(join ?? '').includes(naomi.name) || leave !== undefined);
      watcher.neverHeard('a join or a leave of who has come back', isTold, since);
    },
  },
  ...PEER_STATE_CASES,
  {
    id: 'resume/missed',
    title: 'sends what was missed, all of it once and in order, before the list',
    rule: 'When a session is resumed both send exactly what the other end lacks, in order.',
    advice: 'Keep what is counted until the other end says that it has it; send what is above its "seq".',
    run: async (world) => {
      const [naomi, watcher] = await loses(world);
      naomi.drop();
      await away(naomi, watcher, 'reconnecting');
      const tags = ['one', 'two', 'three'].map((tag) => world.freshText(tag));
      for (const tag of tags) watcher.say({ type: 'x-conformance', target: naomi.name, tag });
      const [again, session] = await comesBack(world, naomi);
      const missed = countedOf(again).map(({ tag }) => tag);
      expect(isSame(missed, tags), 'this came instead of what was missed', countedOf(again));
      const list = again.heard.findIndex(({ type }) => type === 'presence');
      const last = again.heard.findIndex(({ tag }) => tag === tags.at(-1));
      expect(
        last < list && session.gap !== true,
        'what was missed came after the list, or with a gap',
        session,
      );
    },
  },
  {
    id: 'resume/counts',
    title: 'says how much it has got',
    rule: 'count; how many [counted](#what-is-counted) messages of the client the server has got',
    advice: 'Count what comes, but "username", "ping", "pong", "sync" and "message", and tell it as "seq".',
    run: async (world) => {
      const [naomi, watcher] = await loses(world);
      for (const state of ['busy', 'away', 'available']) naomi.say({ type: 'state', state });
      naomi.say({ type: 'x-conformance', target: watcher.name });
      naomi.say({ type: 'ping', t: 1 });
      const { seq } = await naomi.nextOf('pong', ({ t }) => t === 1);
      expect(seq === 4, 'the "pong" does not say that it has got four', seq);
      naomi.drop();
      await away(naomi, watcher, 'reconnecting');
      const [, session] = await comesBack(world, naomi);
      expect(session.seq === 4, 'the "session" does not say that it has got four', session);
    },
  },
  {
    id: 'resume/gap',
    title: 'says that there is a gap, and sends nothing of it, where it has not kept all',
    rule: 'nothing is sent again, never a part',
    advice: 'Where something of what lacks is gone, send none of it, and "gap" in "session".',
    run: async (world) => {
      const [naomi, watcher] = await loses(world);
      naomi.drop();
      await away(naomi, watcher, 'reconnecting');
      for (let n = 0; n < TOO_MANY; n += 1) watcher.say({ type: 'x-conformance', target: naomi.name, n });
      await world.mark(watcher, watcher);
      const [again, session] = await comesBack(world, naomi);
      const isWhole = countedOf(again).length === TOO_MANY && session.gap !== true;
      const isNothing = countedOf(again).length === 0 && session.gap === true;
      expect(isWhole || isNothing, `${String(countedOf(again).length)} of ${String(TOO_MANY)} came`, session);
    },
  },
  {
    id: 'resume/left',
    title: 'does not wait for who has closed with 1000',
    rule: 'not at all, if it ended with 1000, since the client has left then',
    advice: 'End the session at once where the connection was closed with 1000.',
    isAdvice: true,
    run: async (world) => {
      const [naomi, watcher] = await loses(world);
      naomi.close(1000);
      const isGone = (): boolean => userNamed(watcher.heard, naomi.name) === undefined;
      await watcher.next(`a list without "${naomi.name}"`, ({ type }) => type === 'presence' && isGone());
    },
  },
];
