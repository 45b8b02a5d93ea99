/** C: who speaks when, and what if both do. */
import type { Person } from '../../e2e/support/person.js';
import {
  Missed,
  Talk,
  endOf,
  holds,
  isTold,
  linkIs,
  nothingIsLeft,
  phaseIs,
  seconds,
  until,
  within,
} from '../oracle.js';
import type { Row } from '../row.js';
import type { ChaosOrder } from '../servers.js';

const ROUNDS = 10;

const dial = (person: Person, name: string): Promise<void> =>
  person.page.evaluate((to) => {
    document.querySelector('call-provider')?.controller?.call(to);
  }, name);

/** An offer is on its way when it is the local description. */
const hasOffered = (person: Person): Promise<number> =>
  until(
    person,
    'an offer',
    5_000,
    () => window.probe.connections.at(-1)?.signalingState === 'have-local-offer',
  );

const glare: Row = {
  id: 'C1',
  fault: `both call each other at once, ${ROUNDS} times`,
  expected: 'one call each time, nobody is asked',
  fast: ['chromium', 'across'],
  // So many calls so soon are more than the relay takes of anybody.
  setting: {
    relay: ['--max-rings-per-minute', '100', '--max-messages-per-second', '100', '--max-burst', '1000'],
  },
  async run(stage) {
    const people = await stage.joinBoth();
    const [naomi, priya] = people;
    const times: number[] = [];
    let rings = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      // Neither hears of the other's call before both are out.
      stage.relay.freeze();
      await Promise.all([dial(naomi, priya.name), dial(priya, naomi.name)]);
      await Promise.all(people.map(hasOffered));
      stage.relay.thaw();
      times.push(...(await Promise.all(people.map((person) => phaseIs(person, 'active', 20_000)))));
      holds('the call of both', (await naomi.talk()).id, (await priya.talk()).id);
      await naomi.page.evaluate(() => document.querySelector('call-provider')?.controller?.hangUp());
      await Promise.all(people.map((person) => phaseIs(person, 'ended', 10_000)));
    }
    for (const { page } of people)
      rings += await page.evaluate(() => window.lab.heard.filter(([, word]) => word === 'incoming').length);
    for (const one of people) await nothingIsLeft(one);
    return `${ROUNDS} calls, the slowest after ${seconds(Math.max(...times))}, ${rings} rang`;
  },
};

const busy: Row = {
  id: 'C10',
  fault: 'a third person calls somebody who is in a call',
  expected: 'busy within 1 s; the call is untouched; the third is in the list of missed calls',
  async run(stage) {
    const talk = await stage.inCall();
    const [, priya] = talk.people;
    const elsewhere = await (await stage.browser('a')).createBrowserContext();
    const ben = await stage.visit('ben', elsewhere);
    await ben.signIn();
    await dial(ben, priya.name);
    const { reason, ms } = await endOf(ben, 5_000);
    holds('reason', reason, 'busy');
    within('busy', ms, 1_000);
    await talk.survives(5_000);
    const missed = await priya.page.evaluate(() =>
      document.querySelector('call-provider')?.controller?.snapshot.missed.map(({ name }) => name),
    );
    holds('missed calls', missed, ['ben']);
    return `busy after ${seconds(ms)}`;
  },
};

/** What the controller says to a call to this name. */
const refusal = (person: Person, name: string): Promise<string> =>
  person.page.evaluate((to) => {
    try {
      document.querySelector('call-provider')?.controller?.call(to);
      return 'none';
    } catch (error) {
      return (error as { code?: string }).code ?? String(error);
    }
  }, name);

const nobody: Row = {
  id: 'C11',
  fault: 'a call to oneself, to somebody who is not here, and to somebody whose page has just gone',
  expected: 'an error at once; of the third ended peer-left or peer-unavailable within 12 s; nothing left',
  async run(stage) {
    const [naomi, priya] = await stage.joinBoth();
    const [self, ghost] = [await refusal(naomi, naomi.name), await refusal(naomi, 'ghost')];
    for (const code of [self, ghost]) if (code === 'none') throw new Missed('no error');
    stage.network.signal('b', 'SIGSTOP');
    await dial(naomi, priya.name);
    const { reason, ms } = await endOf(naomi, 12_000);
    await nothingIsLeft(naomi);
    return `${self}; ${ghost}; ${reason} after ${seconds(ms)}`;
  },
};

const twice: Row = {
  id: 'C6',
  fault: 'every message about a call arrives twice',
  expected: 'one ring, one call, one end',
  setting: { chaos: true },
  async run(stage) {
    await stage.chaos.tell({ messages: 'twice', lateMs: 0 } satisfies ChaosOrder);
    const talk = await stage.inCall();
    const [naomi, priya] = talk.people;
    await talk.survives(5_000);
    await naomi.hangUp();
    await Promise.all(talk.people.map((one) => phaseIs(one, 'ended', 5_000)));
    const phases = await priya.page.evaluate(() =>
      window.lab.heard.map(([, word]) => word).filter((word) => !/^(link|page) /.test(word)),
    );
    holds('what the callee saw', phases, ['incoming', 'connecting', 'active', 'ended']);
    return phases.join(', ');
  },
};

const late: Row = {
  id: 'C8',
  fault: 'an offer arrives after the hang-up of its call',
  expected: 'it never rings',
  setting: { chaos: true },
  async run(stage) {
    const [naomi, priya] = await stage.joinBoth();
    await stage.chaos.tell({ messages: 'offers late', lateMs: 0 } satisfies ChaosOrder);
    await dial(naomi, priya.name);
    await hasOffered(naomi);
    await naomi.page.evaluate(() => document.querySelector('call-provider')?.controller?.hangUp());
    await stage.chaos.tell({ messages: 'pass', lateMs: 0 } satisfies ChaosOrder);
    // What comes after it has come after the offer, too.
    const talk = await stage.call(naomi, priya);
    const rings = await priya.page.evaluate(
      () => window.lab.heard.filter(([, word]) => word === 'incoming').length,
    );
    holds('rings', rings, 1);
    await talk.survives(5_000);
    return 'rang once, for the next call';
  },
};

const resetMidOffer: Row = {
  id: 'B11',
  fault: 'every socket of the relay is reset while it rings',
  expected: 'rings once, is answered, and connects',
  async run(stage) {
    const [naomi, priya] = await stage.joinBoth();
    stage.relay.freeze();
    await dial(naomi, priya.name);
    await hasOffered(naomi);
    stage.faults.cutSockets();
    stage.relay.thaw();
    await phaseIs(priya, 'incoming', 15_000);
    await priya.answer();
    await Promise.all([naomi, priya].map((one) => phaseIs(one, 'active', 15_000)));
    const talk = await Talk.of(naomi, priya);
    const sockets = await naomi.page.evaluate(() => window.probe.sockets.length);
    holds('the socket was cut', sockets > 1, true);
    const rings = await priya.page.evaluate(
      () => window.lab.heard.filter(([, word]) => word === 'incoming').length,
    );
    holds('rings', rings, 1);
    await talk.survives(5_000);
    return `rang once, connected over socket ${sockets}`;
  },
};

/** While in a call, asks for another name; answers which one was granted. */
async function rename(person: Person, name: string): Promise<string> {
  await person.page.evaluate((wanted) => {
    document.querySelector('call-provider')?.controller?.signIn(wanted);
  }, name);
  await until(
    person,
    'another name',
    5_000,
    (former) =>
      ![undefined, former].includes(document.querySelector('call-provider')?.controller?.snapshot.self.name),
    person.name,
  );
  return (await person.ownName()) ?? '';
}

/** The call under its new name is the one of before: what is said reaches the other one, and so does its end. */
async function goesOn(talk: Talk, name: string): Promise<void> {
  const [naomi, priya] = talk.people;
  await priya.sees(name);
  await talk.survives(5_000);
  await naomi.toggleMic();
  await isTold(priya, { audio: false, video: true }, 5_000);
  await priya.hangUp();
  await Promise.all(talk.people.map((one) => phaseIs(one, 'ended', 5_000)));
  for (const one of talk.people) await nothingIsLeft(one);
}

const refusedName: Row = {
  id: 'C14',
  fault: 'somebody in a call asks for a name that another person has',
  expected: 'a name beside it, which everybody sees; the call goes on, and what is said in it arrives',
  async run(stage) {
    const talk = await stage.inCall();
    const [naomi] = talk.people;
    const ben = await stage.visit('ben', await (await stage.browser('b')).createBrowserContext());
    await ben.signIn();
    const name = await rename(naomi, ben.name);
    if (name === ben.name) throw new Missed('two have one name');
    await ben.sees(name);
    await goesOn(talk, name);
    return `is called ${name}`;
  },
};

const renamed: Row = {
  id: 'C16',
  fault: 'somebody takes another name in a call, and the relay is another process from then on',
  expected: 'everybody sees the new name; the call goes on, and what is said in it arrives',
  async run(stage) {
    const talk = await stage.inCall();
    const name = await rename(talk.people[0], 'nadia');
    await talk.people[1].sees(name);
    await stage.relay.kill();
    await stage.relay.startAgain();
    for (const one of talk.people) await linkIs(one, 'online', 15_000);
    await goesOn(talk, name);
    return `is called ${name}`;
  },
};

export const SIGNALING: readonly Row[] = [
  resetMidOffer,
  glare,
  twice,
  late,
  busy,
  nobody,
  refusedName,
  renamed,
];
