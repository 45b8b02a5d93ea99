/** What a client does that says it knows version 1. */
import { expect } from '../case.js';
import { type ClientCase, accepted, callsOut, isBusy, ofCall, rings } from './play.js';

const UNACCEPTED = 'Until the person accepts it MUST NOT send an answer or a candidate';
/** Longer than `reachMs`: nothing tells sooner that a client does not give up. */
const UNREACHED_MS = 12_000;

export const V1_CASES: readonly ClientCase[] = [
  {
    id: 'client-v1/ringing',
    title: 'says that it rings, and gives no address away before the person accepts',
    rule: UNACCEPTED,
    advice:
      'On an offer with "call" send "call-ringing"; make answer and candidates only after the yes, behind "call-accept".',
    run: async (stage) => {
      const caller = stage.actor('please-answer');
      const guest = await stage.welcome({ isModern: true, actors: [caller] });
      const id = guest.ring(caller);
      const ringing = await guest.said('call-ringing', caller);
      expect(ofCall(ringing).id === id, 'it rings for another call', ringing);
      const accept = await guest.said('call-accept', caller);
      const answer = await guest.said('video-answer', caller);
      const { id: answered, n, pc } = ofCall(answer);
      expect(
        answered === id && (n ?? 1) === 1 && (pc ?? 1) === 1,
        'the answer is not about the offer',
        answer,
      );
      const before = guest.person.heard.slice(0, guest.person.heard.indexOf(accept));
      const early = before.find(({ type }) => type === 'video-answer' || type === 'new-ice-candidate');
      expect(early === undefined, 'it sent this before the person accepted', early);
    },
  },
  {
    id: 'client-v1/decline',
    title: 'declines with a reason, the call and a target',
    rule: 'On no it sends `hang-up` with reason `declined`.',
    advice: 'Send {"type":"hang-up","target":the caller,"call":{"id":…},"reason":"declined"}.',
    run: async (stage) => {
      const caller = stage.actor('please-decline');
      const guest = await stage.welcome({ isModern: true, actors: [caller] });
      const id = guest.ring(caller);
      const hangUp = await guest.said('hang-up', caller);
      expect(
        hangUp.reason === 'declined' && ofCall(hangUp).id === id,
        'the hang-up is not that of a call that was declined',
        hangUp,
      );
    },
  },
  {
    id: 'client-v1/busy',
    title: 'says that it is busy to who calls meanwhile',
    rule: 'While there is a call, an offer from somebody else MUST be answered with `hang-up` and reason `busy`.',
    advice: 'Answer with {"type":"hang-up","target":the caller,"call":{"id":…},"reason":"busy"}.',
    run: async (stage) => {
      const [peer, caller] = [stage.actor('please-answer'), stage.actor('busy')];
      const guest = await stage.welcome({ isModern: true, actors: [peer, caller] });
      await accepted(guest, peer);
      const id = guest.ring(caller);
      const hangUp = await guest.said('hang-up', caller);
      expect(
        hangUp.reason === 'busy' && ofCall(hangUp).id === id,
        'the hang-up does not say that it is busy',
        hangUp,
      );
    },
  },
  {
    id: 'client-v1/call',
    title: 'gives its calls ids, and each another one',
    rule: '`call.id` is unique and unpredictable, made by the caller.',
    advice: 'Put {"id":16 random bytes} into "call" of each offer.',
    run: async (stage) => {
      const ids: unknown[] = [];
      const guest = await stage.welcome({ isModern: true });
      for (const callee of [stage.actor('please-call-me'), stage.actor('please-call-me')]) {
        const { id } = ofCall(await callsOut(guest, callee));
        ids.push(id);
        guest.hear(callee, { type: 'hang-up', call: { id }, reason: 'declined' });
      }
      const areFresh = ids.every((id) => typeof id === 'string' && id.length >= 16) && ids[0] !== ids[1];
      expect(areFresh, 'the ids of two calls are short, missing or the same', ids);
    },
  },
  {
    id: 'client-v1/cancelled',
    title: 'stops to ring when the caller gives up',
    rule: 'The call is over. It is the only terminator',
    advice: 'End what rings on "hang-up" of its caller.',
    run: async (stage) => {
      const [first, second] = [stage.actor('please-wait'), stage.actor('please-wait')];
      const guest = await stage.welcome({ isModern: true, actors: [first, second] });
      const id = await rings(guest, first);
      guest.hear(first, { type: 'hang-up', call: { id }, reason: 'cancelled' });
      await rings(guest, second);
    },
  },
  {
    id: 'client-v1/overtaken',
    title: 'does not ring for an offer whose hang-up came before',
    rule: 'a `hang-up` that overtakes its offer makes that the offer never rings',
    advice: 'Remember the ids of calls that are over for 60 seconds.',
    run: async (stage) => {
      const [first, second] = [stage.actor('please-wait'), stage.actor('please-wait')];
      const guest = await stage.welcome({ isModern: true, actors: [first, second] });
      const call = { id: `overtaken-${String(Date.now())}`, n: 1, pc: 1 };
      guest.hear(first, { type: 'hang-up', call, reason: 'cancelled' });
      guest.ring(first, { call });
      await rings(guest, second);
      guest.person.neverHeard(
        'a call that was over',
        ({ type, target }) => type === 'call-ringing' && target === first.name,
      );
    },
  },
  {
    id: 'client-v1/peer-state',
    title: 'keeps a call while the connection of its peer is interrupted',
    rule: 'A call MUST NOT end because a client lost its server: media flows between the peers.',
    advice: 'Take "peer-state" for news about the connection of the peer, and not for the end of the call.',
    run: async (stage) => {
      const [peer, stranger] = [stage.actor('please-answer'), stage.actor('stranger')];
      // A client need not say to one caller again and again that it is busy.
      const [first, second] = [stage.actor('busy'), stage.actor('busy')];
      const guest = await stage.welcome({ isModern: true, actors: [peer, stranger, first, second] });
      await accepted(guest, peer);
      guest.tellState(peer, 'reconnecting');
      guest.tellState(stranger, 'left');
      await isBusy(guest, first);
      guest.tellState(peer, 'online');
      await isBusy(guest, second);
    },
  },
  {
    id: 'client-v1/callee-away',
    title: 'waits for a callee whose connection is interrupted',
    rule: 'While a callee is `reconnecting` a caller SHOULD NOT take its silence (`reachMs`) for an answer.',
    advice: 'Stop the time for "call-ringing" on "peer-state" with "reconnecting" of the callee.',
    isAdvice: true,
    run: async (stage) => {
      const callee = stage.actor('please-call-me');
      const guest = await stage.welcome({ isModern: true });
      await callsOut(guest, callee);
      guest.tellState(callee, 'reconnecting');
      const gaveUp = await guest.person
        .next('a hang-up', ({ type }) => type === 'hang-up', 0, UNREACHED_MS)
        .catch((error: unknown) => {
          if (guest.person.closed) throw error;
          return undefined;
        });
      expect(gaveUp === undefined, 'it gave up', gaveUp);
    },
  },
  {
    id: 'client-v1/pong',
    title: 'answers a ping with its number',
    rule: 'A v1 end MUST answer a `ping` without `target` with `pong`.',
    advice: 'Answer {"type":"ping","t":N} with {"type":"pong","t":N}.',
    run: async (stage) => {
      const { person } = await stage.welcome({ isModern: true });
      person.say({ type: 'ping', t: 42 });
      await person.nextOf('pong', ({ t }) => t === 42);
    },
  },
  {
    id: 'client-v1/gap',
    title: 'asks for the whole list where changes do not follow each other',
    rule: 'Otherwise there is a gap, and it MUST send `sync`.',
    advice: 'Compare "epoch" and "prev" with the list you have; send {"type":"sync","what":"presence"}.',
    run: async (stage) => {
      const guest = await stage.welcome({ isModern: true });
      const change = { join: [{ name: 'nobody', sid: 'nobody' }] };
      guest.person.say({ type: 'presence', epoch: 'another', v: 9, prev: 8, ...change });
      await guest.person.nextOf('sync', ({ what }) => what === 'presence');
    },
  },
  {
    id: 'client-v1/ack',
    title: 'confirms a private text',
    rule: 'A v1 client SHOULD send it, with `target`, to a v1 peer for a chat `message` that carries `mid` and is for this client alone',
    advice: 'Send {"type":"ack","target":the sender,"re":{"mid":…}}.',
    isAdvice: true,
    run: async (stage) => {
      const writer = stage.actor('writer');
      const guest = await stage.welcome({ isModern: true, actors: [writer] });
      guest.hear(writer, { type: 'message', text: 'hello', mid: 'conformance', ts: Date.now() });
      const { re } = await guest.said('ack', writer);
      expect((re as { mid?: unknown } | undefined)?.mid === 'conformance', 'it confirms something else', re);
    },
  },
];
