/** Version 1: several devices of one person, which the server knows by their tokens. */
import { type ConformanceCase, expect, isSame } from '../case.js';
import type { Participant } from '../participant.js';
import { peopleFrom } from '../people-list.js';
import type { World } from '../world.js';
import { calls } from './calls.js';

interface Trio {
  readonly naomi: Participant;
  /** Two devices of one person. */
  readonly phone: Participant;
  readonly desk: Participant;
}

async function trio(world: World): Promise<Trio> {
  world.needsTokens();
  const [naomi, phone] = await world.moderns('naomi', 'ruth');
  const desk = await world.connectAgain(phone);
  await world.signIn(desk, phone.name, { hello: { v: 1, caps: ['call', 'presence', 'heartbeat'] } });
  if (desk.name !== phone.name) world.notOffered('the server does not take one token for one person');
  return { naomi, phone, desk };
}

/** Each case plays between the same three. */
const withDevices =
  (play: (people: Trio, world: World) => Promise<void>): ConformanceCase['run'] =>
  async (world) =>
    play(await trio(world), world);

export const DEVICE_CASES: readonly ConformanceCase[] = [
  {
    id: 'devices/listed',
    title: 'lists each of them, under one name',
    rule: 'The user list has an entry for each session; a client SHOULD show them as one.',
    advice: 'Key the list by session, not by name.',
    run: withDevices(async ({ naomi, phone, desk }, world) => {
      world.needsList();
      const sids = (): readonly unknown[] =>
        [...peopleFrom(naomi.heard).values()].filter(({ name }) => name === phone.name).map(({ sid }) => sid);
      const areBoth = (): boolean => [phone, desk].every(({ sid }) => sids().includes(sid));
      if (!areBoth())
        await naomi.next('a list with both sessions', ({ type }) => type === 'presence' && areBoth());
      expect(sids().length === 2, 'there are not two sessions of that name', sids());
    }),
  },
  {
    id: 'devices/all-ring',
    title: 'rings on all of them',
    rule: 'A message to the name goes to all of them, so all ring',
    advice: 'Pass a message on to every session of the name.',
    run: withDevices(async ({ naomi, phone, desk }, world) => {
      await calls(world, naomi, [phone, desk]);
    }),
  },
  {
    id: 'devices/to-sid',
    title: 'passes what is for one session to that one alone',
    rule: "With `toSid` a message is for that session of the target alone, and for nobody where it is not the target's.",
    advice: 'Of the sessions of the target take the one whose sid is "toSid".',
    run: withDevices(async ({ naomi, phone, desk }, world) => {
      const call = await calls(world, naomi, [desk], { toSid: desk.sid });
      await world.mark(naomi, phone);
      phone.neverHeard('an offer for the other session', (message) => isSame(message.call, call));
    }),
  },
  {
    id: 'devices/sid',
    title: 'says on call control which of them it is from',
    rule: 'and where one person has [several devices](#several-devices-of-one-person) on all of them but `call-select`',
    advice: 'Set "sid" to that of the connection on everything about a call.',
    run: withDevices(async ({ naomi, phone, desk }, world) => {
      const call = await calls(world, naomi, [desk]);
      for (const type of ['call-ringing', 'call-accept', 'hang-up']) {
        desk.say({ type, target: naomi.name, call, sid: phone.sid });
        const came = await naomi.nextOf(type);
        expect(came.sid === desk.sid, `"${type}" came without the sid of its sender`, came);
      }
    }),
  },
  {
    id: 'devices/select',
    title: 'passes call-select to all of them, with the sid in it',
    rule: 'string; the device that answered or declined, not the sender',
    advice: 'Do not overwrite the "sid" of "call-select".',
    run: withDevices(async ({ naomi, phone, desk }, world) => {
      const call = { id: world.freshText('call') };
      naomi.say({ type: 'call-select', target: phone.name, call, sid: desk.sid });
      for (const one of [phone, desk]) {
        const came = await one.nextOf('call-select');
        expect(came.sid === desk.sid, 'it has another sid', came);
      }
    }),
  },
  {
    id: 'devices/own-texts',
    title: 'sends what one of them writes privately to the others too',
    rule: 'what one of them writes privately is also sent to the others',
    advice: 'Send a private text back to every session of its sender.',
    run: withDevices(async ({ naomi, phone, desk }, world) => {
      const text = world.freshText();
      phone.chat(text, { target: naomi.name });
      for (const one of [naomi, phone, desk])
        await one.next('the text', (message) => message.type === 'message' && message.text === text);
    }),
  },
  {
    id: 'devices/falls-away',
    title: 'keeps it to itself when one of them stops ringing while another rings',
    rule: "while others ring is not the caller's affair, and the server SHOULD NOT pass its hang-up on.",
    advice: 'Drop a "hang-up" whose reason is neither "declined" nor "busy" while other devices ring.',
    isAdvice: true,
    run: withDevices(async ({ naomi, phone, desk }, world) => {
      const call = await calls(world, naomi, [phone, desk]);
      phone.say({ type: 'hang-up', target: naomi.name, call, reason: 'peer-left' });
      await world.mark(phone, naomi);
      naomi.neverHeard('the end of a call that still rings', ({ type }) => type === 'hang-up');
    }),
  },
];
