/** One person on several devices, played by whole pages at a hub: all ring, one is in the call. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Authenticate } from '../../server/auth/identity.js';
import { HubWorld, type Member } from '../support/hub-world.js';

const authenticate: Authenticate = ({ token }) => (token === undefined ? {} : { subject: token });

interface Home {
  readonly world: HubWorld;
  readonly phone: Member;
  readonly desktop: Member;
  readonly ruth: Member;
}

async function home(): Promise<Home> {
  const world = new HubWorld({ authenticate });
  const [phone, desktop] = [world.enter('naomi', { token: 'u1' }), world.enter('naomi', { token: 'u1' })];
  const ruth = world.enter('ruth');
  await world.settle();
  return { world, phone, desktop, ruth };
}

/** Ruth calls, and both ring. */
async function ringing(): Promise<Home> {
  const all = await home();
  all.ruth.controller.call('naomi');
  await all.world.settle();
  assert.deepEqual([all.phone, all.desktop].map(phaseOf), ['incoming', 'incoming']);
  return all;
}

const phaseOf = ({ controller }: Member): string => controller.snapshot.call.phase;
const saidTo = ({ said }: Member, type: string): readonly unknown[] =>
  said.flatMap((message) => (message.type === type && 'toSid' in message ? [message.toSid] : []));

void describe('somebody with two devices', () => {
  void it('is one person for others, and nobody for oneself', async () => {
    const { phone, desktop, ruth } = await home();
    const namesFor = ({ controller }: Member): readonly string[] =>
      controller.snapshot.users.map(({ name }) => name);
    assert.deepEqual([phone, desktop, ruth].map(namesFor), [['ruth'], ['ruth'], ['naomi']]);
    assert.equal(ruth.controller.snapshot.users[0]?.sid, undefined);
    assert.deepEqual(
      [phone, desktop].map(({ controller }) => controller.snapshot.self.name),
      ['naomi', 'naomi'],
    );
  });

  void it('is called on both; one answers and is in the call, the other knows where', async () => {
    const { world, phone, desktop, ruth } = await ringing();
    desktop.controller.accept();
    await world.settle();
    assert.deepEqual([phaseOf(ruth), phaseOf(desktop)], ['active', 'active']);
    assert.deepEqual(phone.phases, ['incoming', 'ended: answered-elsewhere']);
    assert.deepEqual(phone.controller.snapshot.missed, []);
    assert.equal(ruth.controller.snapshot.users[0]?.state, 'in-call');
  });

  void it('hears nothing more of the call on the other device', async () => {
    const { world, phone, desktop, ruth } = await ringing();
    desktop.controller.accept();
    await world.settle();
    const { sid } = desktop.controller.snapshot.self;
    phone.controller.dismiss();
    const phases = phone.phases.length;
    // A path that is lost is looked for by new offers, a minute after the call was answered too.
    await world.settle(70_000);
    ruth.peers.open[0]?.setConnection('failed');
    await world.settle(5_000);
    assert.ok(saidTo(ruth, 'video-offer').includes(sid));
    assert.equal(phone.phases.length, phases);
    ruth.controller.hangUp();
    await world.settle();
    assert.deepEqual([phaseOf(desktop), phone.phases.length], ['ended', phases]);
  });

  void it('may answer on both at once: one of them is in the call, the other hears of it', async () => {
    const { world, phone, desktop, ruth } = await ringing();
    phone.controller.accept();
    desktop.controller.accept();
    await world.settle(2_000);
    assert.equal(phaseOf(ruth), 'active');
    const ends = [phone, desktop].map(({ phases }) => phases.at(-1));
    assert.deepEqual([...ends].sort(), ['active', 'ended: answered-elsewhere']);
    await world.settle(60_000);
    assert.equal(phaseOf(ruth), 'active', 'and it goes on');
  });

  void it('who declines on one has declined', async () => {
    const { world, phone, desktop, ruth } = await ringing();
    phone.controller.hangUp();
    await world.settle();
    assert.deepEqual(ruth.phases, ['outgoing', 'ended: declined']);
    assert.deepEqual(desktop.phases, ['incoming', 'ended: answered-elsewhere']);
    assert.deepEqual(desktop.controller.snapshot.missed, []);
  });

  void it('whose page is closed on one still rings on the other', async () => {
    const { world, phone, desktop, ruth } = await ringing();
    phone.controller.leavePage();
    phone.controller.dispose();
    await world.settle();
    assert.equal(phaseOf(ruth), 'outgoing');
    desktop.controller.accept();
    await world.settle();
    assert.equal(phaseOf(ruth), 'active');
  });

  void it('is given up on both when the caller gives up', async () => {
    const { world, phone, desktop, ruth } = await ringing();
    ruth.controller.hangUp();
    await world.settle();
    for (const { phases } of [phone, desktop]) assert.equal(phases.at(-1), 'ended: cancelled');
  });

  void it('calls from one; the other device has nothing to do with it, and calls as a third one', async () => {
    const { world, phone, desktop, ruth } = await home();
    phone.controller.call('ruth');
    await world.settle();
    ruth.controller.accept();
    await world.settle();
    assert.deepEqual([phaseOf(phone), phaseOf(ruth), phaseOf(desktop)], ['active', 'active', 'idle']);
    desktop.controller.call('ruth');
    await world.settle();
    assert.deepEqual(desktop.phases, ['outgoing', 'ended: busy']);
    assert.deepEqual([phaseOf(phone), phaseOf(ruth)], ['active', 'active']);
  });

  void it('is not on the other device all of a sudden when the one in the call loses its server', async () => {
    const { world, phone, desktop, ruth } = await ringing();
    desktop.controller.accept();
    await world.settle(20_000);
    const { sid } = desktop.controller.snapshot.self;
    desktop.controller.dispose();
    await world.settle(20_000);
    const { call } = ruth.controller.snapshot;
    assert.equal('call' in call && call.call.peer.sid, sid);
    const heard = phone.phases.length;
    ruth.peers.open[0]?.setConnection('failed');
    await world.settle(70_000);
    assert.deepEqual([phaseOf(ruth), phone.phases.length], ['ended', heard]);
  });

  void it('reads on both what was written to the person, and what was written on the other', async () => {
    const { world, phone, desktop, ruth } = await home();
    ruth.controller.sendMessage('hi', 'naomi');
    await world.settle();
    phone.controller.sendMessage('hello', 'ruth');
    await world.settle();
    for (const { controller } of [phone, desktop, ruth]) {
      const said = controller.snapshot.chat.messages.map(({ text, from, to }) => [text, from, to]);
      assert.deepEqual(said, [
        ['hi', 'ruth', 'naomi'],
        ['hello', 'naomi', 'ruth'],
      ]);
    }
  });
});
