/** What a client does among several devices of one person: those of its peer, and its own. */
import { expect } from '../case.js';
import { type ClientCase, isBusy, ofCall, rings } from './play.js';

const BOTH_SIDES =
  'From then on both sides set `toSid`, and ignore what comes from another session of that name.';

export const DEVICE_CASES: readonly ClientCase[] = [
  {
    id: 'client-devices/select',
    title: 'tells all devices of whom it calls which one it takes',
    rule: 'On the first `call-accept` or `video-answer` the caller sends `call-select`, with the `sid` of the device that it takes, to the name.',
    advice: 'Send {"type":"call-select","target":the name,"call":{"id":…},"sid":that of "call-accept"}.',
    run: async (stage) => {
      const phone = stage.actor('please-call-me');
      const desk = stage.twin(phone);
      const guest = await stage.welcome({ isModern: true, actors: [phone, desk] });
      const call = ofCall(await guest.said('video-offer', phone));
      guest.noteCall(phone.name, String(call.id));
      for (const device of [phone, desk]) guest.hear(device, { type: 'call-ringing', call });
      guest.hear(desk, { type: 'call-accept', call });
      const select = await guest.said('call-select', phone);
      const isRight = select.sid === desk.sid && ofCall(select).id === call.id;
      expect(isRight, 'it does not name the device that has accepted', select);
    },
  },
  {
    id: 'client-devices/to-sid',
    title: 'talks to the device it is in a call with, and to no other',
    rule: BOTH_SIDES,
    advice: 'Where the peer has several sessions, set "toSid" to the "sid" of the one in the call.',
    run: async (stage) => {
      const phone = stage.actor('please-answer');
      const guest = await stage.welcome({ isModern: true, actors: [phone, stage.twin(phone)] });
      const id = guest.ring(phone);
      await guest.said('video-answer', phone);
      guest.ring(phone, { call: { id, n: 2, pc: 1 } });
      const { toSid } = await guest.said('video-answer', phone);
      expect(toSid === phone.sid, 'the answer to a second offer is for no device, or for another', toSid);
    },
  },
  {
    id: 'client-devices/other-device',
    title: 'keeps a call that another device of its peer hangs up',
    rule: BOTH_SIDES,
    advice: 'Compare the "sid" of what comes with that of the peer, where it has several sessions.',
    run: async (stage) => {
      const [phone, caller] = [stage.actor('please-answer'), stage.actor('busy')];
      const desk = stage.twin(phone);
      const guest = await stage.welcome({ isModern: true, actors: [phone, desk, caller] });
      const id = guest.ring(phone);
      await guest.said('video-answer', phone);
      guest.hear(desk, { type: 'hang-up', call: { id }, reason: 'ended' });
      await isBusy(guest, caller);
    },
  },
  {
    id: 'client-devices/answered-elsewhere',
    title: 'stops to ring when another device of its person has answered',
    rule: 'All others MUST stop ringing, with reason `answered-elsewhere`; one that has answered too ends its call.',
    advice: 'On "call-select" of the caller with the "sid" of another session end what rings.',
    run: async (stage) => {
      const [first, second] = [stage.actor('please-wait'), stage.actor('please-wait')];
      const guest = await stage.welcome({ isModern: true, actors: [first, second] });
      const id = await rings(guest, first);
      guest.hear(first, { type: 'call-select', call: { id, n: 1, pc: 1 }, sid: 'another-device' });
      await rings(guest, second);
    },
  },
];
