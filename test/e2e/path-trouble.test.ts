/** Calls that find no path, or whose connection is taken away: what a real browser has to say of it, and what is made of that. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CallPhase, PathErrorCode } from '../../src/core/index.js';
import { Coturn, iceServersOf, noCoturn } from '../support/coturn.js';
import type { Person } from './support/person.js';
import { assertMediaBothWays, assertNothingLeft, talk } from './support/scenario.js';
import { setScene } from './support/scene.js';

const SECRET = 'a secret of this test';

/** Longer than it takes to give up a path that never was: 30 s. */
const GIVEN_UP = { timeout: 60_000, polling: 50 } as const;

const set = ({ page }: Person, attribute: string, value: string): Promise<void> =>
  page.evaluate(
    (name, text) => {
      document.querySelector('call-provider')?.setAttribute(name, text);
    },
    attribute,
    value,
  );

const errorsOf = ({ page }: Person): Promise<readonly string[]> => page.evaluate(() => window.probe.errors);

/** Rings and is answered; whether they find each other is another matter. */
async function agree(caller: Person, callee: Person): Promise<void> {
  await caller.sees(callee.name);
  await caller.call(callee.name);
  await callee.phase('incoming');
  await callee.answer();
}

/** What the notice says of this. */
async function noticeOf({ page }: Person, code: PathErrorCode): Promise<string> {
  await page.bringToFront();
  const title = await page.waitForSelector(`call-notice:state(${code}) >>> [part=title]`, { visible: true });
  return (await title?.evaluate((one) => one.textContent)) ?? '';
}

/** Notes each phase of the call with what is said of its path from now on. */
const note = ({ page }: Person): Promise<void> =>
  page.evaluate(() => {
    const noted = new Set<string>();
    Object.assign(window, { noted });
    document.querySelector('call-provider')?.controller?.subscribe(({ call, diagnosis }) => {
      if (diagnosis) noted.add(`${call.phase} ${diagnosis.code}`);
    });
  });

const notedBy = ({ page }: Person): Promise<readonly string[]> =>
  page.evaluate(() => [...(window as unknown as { noted: Set<string> }).noted]);

const reaches = ({ page }: Person, phase: CallPhase): Promise<unknown> =>
  page.waitForFunction(
    (wanted) => document.querySelector('call-provider')?.controller?.snapshot.call.phase === wanted,
    GIVEN_UP,
    phase,
  );

void describe('a call in Chromium', () => {
  const scene = setScene();

  const join = async (name: string, attributes: Readonly<Record<string, string>> = {}): Promise<Person> => {
    const person = await scene.open(name);
    await person.page.evaluate(() => {
      document.querySelector('call-provider')?.append(document.createElement('call-notice'));
    });
    for (const [attribute, value] of Object.entries(attributes)) await set(person, attribute, value);
    await person.signIn();
    await note(person);
    return person;
  };

  void it('that may only go over TURN, and has none, says so before it is given up', async () => {
    const [naomi, priya] = await Promise.all([join('naomi', { privacy: 'relay' }), join('priya')]);
    await agree(naomi, priya);
    await naomi.waitFor(() => window.probe.errors.includes('no-turn'));
    const call = await naomi.page.evaluate(
      () => document.querySelector('call-provider')?.controller?.snapshot.call,
    );
    assert.ok(call?.phase === 'connecting' && !call.slow, 'at once');
    await Promise.all([reaches(naomi, 'ended'), reaches(priya, 'ended')]);
    for (const person of [naomi, priya]) {
      assert.equal(await person.endReason(), 'ice-failed');
      assert.deepEqual(await errorsOf(person), ['no-turn']);
      assert.deepEqual(await notedBy(person), ['connecting no-turn', 'ended no-turn']);
    }
    for (const [one, other] of [
      [naomi, 'priya'],
      [priya, 'naomi'],
    ] as const) {
      assert.equal(await noticeOf(one, 'no-turn'), `There is no way to ${other} from here`);
      const text = await one.page.$eval('call-notice >>> [part=text]', ({ textContent }) => textContent);
      assert.doesNotMatch(text, /Another network/);
    }
    await assertNothingLeft(naomi, priya);
  });

  void it(
    'whose TURN server refuses the credentials says so, and goes on when it has good ones',
    { skip: noCoturn },
    async () => {
      const coturn = await Coturn.start(SECRET, { reachesItself: true });
      try {
        const wrong = { privacy: 'relay', 'ice-servers': iceServersOf(coturn, 'another secret') };
        const right = { privacy: 'relay', 'ice-servers': iceServersOf(coturn, SECRET) };
        const [naomi, priya] = await Promise.all([join('naomi', wrong), join('priya', right)]);
        await agree(naomi, priya);
        await naomi.waitFor(() => window.probe.errors.includes('turn-auth'));
        // For the restart of ICE that is made where a connection takes long.
        await set(naomi, 'ice-servers', right['ice-servers']);
        await Promise.all([reaches(naomi, 'active'), reaches(priya, 'active')]);
        await assertMediaBothWays(naomi, priya);
        assert.deepEqual(await errorsOf(naomi), ['turn-auth']);
        assert.deepEqual(await notedBy(naomi), ['connecting turn-auth']);
      } finally {
        await coturn.stop();
      }
    },
  );

  void it('whose connection something else in the page closes ends at once on both sides', async () => {
    const [naomi, priya] = await Promise.all([join('naomi'), join('priya')]);
    await talk(naomi, priya);
    await naomi.page.evaluate(() => {
      window.probe.connections.at(-1)?.close();
    });
    await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
    for (const person of [naomi, priya]) assert.equal(await person.endReason(), 'error');
    assert.deepEqual([await errorsOf(naomi), await errorsOf(priya)], [['peer-closed'], []]);
    await assertNothingLeft(naomi, priya);
  });
});
