/** What every client does with calls. */
import { expect } from '../case.js';
import { type ClientCase, accepted, isBusy, ofCall, rings } from './play.js';
import type { Actor } from './stage.js';

const HANG_UP_COUNTS =
  "A hang-up counts only if it comes from the current peer, and its `call.id` is the current call's or absent.";
const QUIET =
  'On a legacy server a client MUST NOT send an untargeted type that the sample does not have: it would be broadcast and come back.';
const SAMPLE_UNTARGETED = ['username', 'message'];

/** On a server of the base profile, among people who know nothing else. */
export const LEGACY_CASES: readonly ClientCase[] = [
  {
    id: 'client/call',
    title: 'calls somebody who knows nothing but the base profile: an offer, and candidates to that person',
    rule: 'The caller sends `video-offer` first, then its candidates as they come.',
    advice: 'Send {"type":"video-offer","name":…,"target":…,"sdp":{"type":"offer","sdp":…}}.',
    run: async (stage) => {
      const callee = stage.actor('please-call-me', false);
      const guest = await stage.welcome({ isModern: false, actors: [callee] });
      const offer = await guest.said('video-offer', callee);
      guest.noteCall(callee.name, String(ofCall(offer).id));
      expect(offer.name === guest.name, 'the offer has not the name of its sender', offer);
      const sdp = offer.sdp as { type?: unknown; sdp?: unknown } | undefined;
      expect(sdp?.type === 'offer' && typeof sdp.sdp === 'string', 'the offer has no description', offer);
      guest.hear(callee, { type: 'hang-up' });
      const caller = stage.actor('please-answer', false);
      guest.tellList([caller]);
      await rings(guest, caller);
      const lost = guest.person.heard.find(
        ({ type, target, candidate }) =>
          type === 'new-ice-candidate' && (typeof target !== 'string' || candidate === null),
      );
      expect(
        lost === undefined,
        'a candidate has no target, or is null for a page that cannot read that',
        lost,
      );
    },
  },
  {
    id: 'client/answer',
    title: 'answers who calls, once the person has accepted',
    rule: 'On yes it sends `call-accept`, `video-answer` and its candidates.',
    advice: 'Send {"type":"video-answer","name":…,"target":the caller,"sdp":{"type":"answer","sdp":…}}.',
    run: async (stage) => {
      const caller = stage.actor('please-answer', false);
      const guest = await stage.welcome({ isModern: false, actors: [caller] });
      guest.ring(caller);
      const answer = await guest.said('video-answer', caller);
      const sdp = answer.sdp as { type?: unknown; sdp?: unknown } | undefined;
      expect(answer.name === guest.name, 'the answer has not the name of its sender', answer);
      expect(sdp?.type === 'answer' && typeof sdp.sdp === 'string', 'the answer has no description', answer);
    },
  },
  {
    id: 'client/legacy-quiet',
    title: 'says nothing untargeted to a server of the base profile that the sample does not say',
    rule: QUIET,
    advice: 'Send "state", "ping" and the like only where "id" has "v".',
    run: async (stage) => {
      const caller = stage.actor('please-answer', false);
      const guest = await stage.welcome({ isModern: false, actors: [caller] });
      await rings(guest, caller);
      const loud = guest.person.heard.find(
        ({ type, target }) => typeof target !== 'string' && !SAMPLE_UNTARGETED.includes(type),
      );
      expect(loud === undefined, 'it sends what would go to everybody', loud);
    },
  },
  {
    id: 'client/own-messages',
    title: 'ignores what comes back to itself',
    rule: 'It MUST ignore call messages whose `name` is its own',
    advice: 'A legacy server sends messages back: drop those with your own name.',
    run: async (stage) => {
      const caller = stage.actor('please-answer', false);
      const guest = await stage.welcome({ isModern: false, actors: [caller] });
      const self: Actor = { name: guest.name, sid: '', isModern: false };
      guest.hear(self, { type: 'hang-up' });
      guest.ring(self);
      await rings(guest, caller);
      const answered = guest.person.heard.find(({ target }) => target === guest.name);
      expect(answered === undefined || answered.type === 'ping', 'it answers itself', answered);
    },
  },
];

export const CALL_CASES: readonly ClientCase[] = [
  {
    id: 'client/hang-up-of-others',
    title: 'keeps a call that somebody else hangs up',
    rule: HANG_UP_COUNTS,
    advice: 'Compare "name" with the peer of your call, and "call.id" where there is one.',
    run: async (stage) => {
      const [peer, stranger, caller] = [
        stage.actor('please-answer'),
        stage.actor('stranger'),
        stage.actor('busy'),
      ];
      const guest = await stage.welcome({ isModern: true, actors: [peer, stranger, caller] });
      const id = await accepted(guest, peer);
      guest.hear(stranger, { type: 'hang-up', call: { id }, reason: 'ended' });
      guest.hear(stranger, { type: 'hang-up' });
      guest.hear(peer, { type: 'hang-up', call: { id: 'another' }, reason: 'ended' });
      await isBusy(guest, caller);
    },
  },
  {
    id: 'client/hung-up',
    title: 'is free again when its peer has hung up',
    rule: 'The call is over. It is the only terminator',
    advice: 'End the call on "hang-up" of its peer.',
    run: async (stage) => {
      const [peer, caller] = [stage.actor('please-answer'), stage.actor('please-answer')];
      const guest = await stage.welcome({ isModern: true, actors: [peer, caller] });
      const id = await accepted(guest, peer);
      guest.hear(peer, { type: 'hang-up', call: { id }, reason: 'ended' });
      await rings(guest, caller);
    },
  },
];
