/** A: what pages and devices go through. */
import { permit } from '../../e2e/support/devices.js';
import type { Person } from '../../e2e/support/person.js';
import { last } from '../faults.js';
import {
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
import { ORIGIN } from '../servers.js';
import type { Stage } from '../stage.js';

const [NOTHING, BOTH] = [
  { audio: false, video: false },
  { audio: true, video: true },
];

/** How the list of this person shows the other one. */
const isListedAs = (person: Person, state: string, limitMs: number): Promise<number> =>
  until(
    person,
    `the other one listed as ${state}`,
    limitMs,
    (wanted) => document.querySelector('call-provider')?.controller?.snapshot.users[0]?.state === wanted,
    state,
  );

const negotiations = (person: Person): Promise<unknown> =>
  person.page.evaluate(() => {
    const call = document.querySelector('call-provider')?.controller?.snapshot.call;
    return call?.phase === 'active' && call.negotiation;
  });

const permitAt = async (stage: Stage, state: 'granted' | 'denied'): Promise<void> =>
  permit((await stage.browser('a')).defaultBrowserContext(), ORIGIN, { camera: state, microphone: state });

const revoked: Row = {
  id: 'A4',
  fault: 'camera and microphone are taken away in a call',
  expected: 'same call; the other one is told; one click each brings them back, without a new negotiation',
  onlyChromium: 'no other browser is told what to allow while it runs',
  fast: ['chromium'],
  setting: { chromium: { a: { asks: true } } },
  async run(stage) {
    const talk = await stage.inCall();
    const [naomi, priya] = talk.people;
    const before = await negotiations(naomi);
    await permitAt(stage, 'denied');
    const toldMs = await isTold(priya, NOTHING, 5_000);
    await talk.isTheSame();
    await permitAt(stage, 'granted');
    await naomi.toggleMic();
    await naomi.toggleCamera();
    await isTold(priya, BOTH, 5_000);
    await talk.survives(5_000);
    holds('negotiations', await negotiations(naomi), before);
    return `told after ${seconds(toldMs)}; both back, no negotiation`;
  },
};

const frozen: Row = {
  id: 'A11',
  fault: 'a tab is frozen for 10 s',
  expected: 'media goes on; link back within 1 s of the thaw; nobody hangs up',
  onlyChromium: 'no other browser freezes a page when it is told',
  fast: ['chromium'],
  async run(stage) {
    const talk = await stage.inCall();
    const [naomi, priya] = talk.people;
    const devtools = await naomi.page.createCDPSession();
    await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
    const mark = await priya.page.evaluate(() => window.lab.arrived());
    // The relay hears nothing of a page that is frozen, and waits for it.
    await Promise.all([last('frozen'), isListedAs(priya, 'reconnecting', 15_000)]);
    await until(
      priya,
      'media goes on',
      5_000,
      async (before) => (await window.lab.arrivedSince(before)).some(({ packets }) => packets > 500),
      mark,
    );
    const backs = isListedAs(priya, 'in-call', 10_000);
    await devtools.send('Page.setWebLifecycleState', { state: 'active' });
    const backMs = await backs;
    within('the link', backMs, 1_000);
    await talk.survives(5_000);
    return `link back after ${seconds(backMs)}`;
  },
};

/** The other one sees at once that the page has gone, and that it does not come back. */
async function goesAway(talk: Talk, leave: () => Promise<unknown>): Promise<string> {
  const [, priya] = talk.people;
  const left = leave();
  const shownMs = await phaseIs(priya, 'reconnecting', 5_000);
  await left;
  within('"reconnecting"', shownMs, 1_500);
  const { reason, ms } = await endOf(priya, 12_000);
  holds('reason', reason, 'peer-left');
  return `shown after ${seconds(shownMs)}, ended ${reason} after ${seconds(ms)}`;
}

const reloaded: Row = {
  id: 'A13',
  fault: 'a tab is loaded again in a call, then closed',
  expected: 'back in the same call within 8 s; closed: shown at once, peer-left after 8 s',
  fast: ['chromium'],
  async run(stage) {
    const talk = await stage.inCall();
    const [naomi, priya] = talk.people;
    const loaded = naomi.page.reload();
    await phaseIs(priya, 'reconnecting', 5_000);
    const backMs = Math.max(
      ...(await Promise.all([
        loaded.then(() => phaseIs(naomi, 'active', 8_000)),
        phaseIs(priya, 'active', 8_000),
      ])),
    );
    holds('the call', [(await naomi.talk()).id, (await priya.talk()).id], [talk.id, talk.id]);
    await talk.flows(5_000);
    return `back after ${seconds(backMs)}; closed: ${await goesAway(talk, () => naomi.page.close({ runBeforeUnload: false }))}`;
  },
};

const denied: Row = {
  id: 'A1',
  fault: 'camera and microphone are not allowed when the first call begins',
  expected: 'media-denied, and a call in which the other one is seen; one click each brings them in',
  onlyChromium: 'no other browser is told what to allow while it runs',
  setting: { chromium: { a: { asks: true } } },
  async run(stage) {
    const [naomi, priya] = await stage.joinBoth();
    await permitAt(stage, 'denied');
    await naomi.call(priya.name);
    await priya.phase('incoming');
    await priya.answer();
    await Promise.all([naomi, priya].map((one) => phaseIs(one, 'active', 10_000)));
    await isTold(priya, NOTHING, 5_000);
    holds('errors', await naomi.page.evaluate(() => window.probe.errors), ['media-denied', 'media-denied']);
    await permitAt(stage, 'granted');
    await naomi.toggleMic();
    await naomi.toggleCamera();
    await isTold(priya, BOTH, 5_000);
    await (await Talk.of(naomi, priya)).survives(5_000);
    return 'media-denied twice; both came in by a click';
  },
};

const noCamera: Row = {
  id: 'A2',
  fault: 'there is no camera',
  expected: 'a call with sound; the other one is told',
  onlyChromium: 'the fake devices of no other browser can be left out',
  setting: { chromium: { a: { args: ['--use-fake-device-for-media-stream=device-count=0'] } } },
  async run(stage) {
    const talk = await stage.inCall();
    const [naomi, priya] = talk.people;
    const sends = await priya.page.evaluate(() => {
      const call = document.querySelector('call-provider')?.controller?.snapshot.call;
      return call?.phase === 'active' && call.remote.media;
    });
    holds('what the other one is told', sends, { audio: true, video: false });
    const errors = await naomi.page.evaluate(() => window.probe.errors);
    holds('errors', errors, ['media-missing']);
    return `${errors.join()}; sound both ways`;
  },
};

const noAnswer: Row = {
  id: 'A6',
  fault: 'nobody answers (rings for 6 s here)',
  expected: 'no-answer on both sides, no track or connection left',
  async run(stage) {
    const people = await stage.joinBoth();
    const [naomi, priya] = people;
    await naomi.page.$eval('call-provider', (provider) => (provider.ringTimeoutMs = 6_000));
    await naomi.call(priya.name);
    await priya.phase('incoming');
    const ends = await Promise.all(people.map((one) => endOf(one, 10_000)));
    holds(
      'reasons',
      ends.map(({ reason }) => reason),
      ['no-answer', 'no-answer'],
    );
    for (const one of people) await nothingIsLeft(one);
    return `no-answer ${seconds(Math.max(...ends.map(({ ms }) => ms)))} after it rang`;
  },
};

const removed: Row = {
  id: 'A9',
  fault: 'the element is removed from its page in a call',
  expected: 'ended on the other side within 2 s; no track or connection left',
  async run(stage) {
    const talk = await stage.inCall();
    const [naomi, priya] = talk.people;
    await naomi.page.$eval('call-provider', (provider) => {
      provider.remove();
    });
    const { reason, ms } = await endOf(priya, 2_000);
    holds('reason', reason, 'ended');
    for (const one of talk.people) await nothingIsLeft(one);
    return `ended after ${seconds(ms)}`;
  },
};

const asleep: Row = {
  id: 'A12',
  fault: 'a whole browser stands still for 20 s, as in a laptop that sleeps',
  expected: 'same call; link and media back within 5 s',
  async run(stage) {
    const talk = await stage.inCall();
    const [naomi, priya] = talk.people;
    stage.network.signal('a', 'SIGSTOP');
    await Promise.all([last('outage'), phaseIs(priya, 'reconnecting', 15_000)]);
    stage.network.signal('a', 'SIGCONT');
    const mark = await talk.mark();
    const mediaMs = await talk.survives(20_000, mark);
    const linkMs = await linkIs(naomi, 'online', 10_000);
    within('media', mediaMs, 5_000);
    return `media back after ${seconds(mediaMs)}, link ${seconds(linkMs)} later`;
  },
};

const browserKilled: Row = {
  id: 'A14',
  fault: 'a browser is killed in a call',
  expected: 'shown within 7 s; ended peer-left or ice-timeout within 45 s',
  async run(stage) {
    const talk = await stage.inCall();
    const [, priya] = talk.people;
    stage.network.signal('a', 'SIGKILL');
    const shownMs = await phaseIs(priya, 'reconnecting', 15_000);
    const { reason, ms } = await endOf(priya, 45_000);
    within('showing it', shownMs, 7_000);
    within('the end', shownMs + ms, 45_000);
    if (reason !== 'peer-left') holds('reason', reason, 'ice-timeout');
    return `shown after ${seconds(shownMs)}, ended ${reason} after ${seconds(shownMs + ms)}`;
  },
};

const connectionClosed: Row = {
  id: 'A15',
  fault: 'something else in the page closes the peer connection',
  expected: 'ended on both sides within 10 s, no track or connection left',
  async run(stage) {
    const talk = await stage.inCall();
    const [naomi, priya] = talk.people;
    await naomi.page.evaluate(() => window.probe.connections.at(-1)?.close());
    const ends = await Promise.all(talk.people.map((one) => endOf(one, 10_000)));
    for (const one of talk.people) await nothingIsLeft(one);
    return ends
      .map(({ reason, ms }, at) => `${[naomi, priya][at]?.name}: ${reason} after ${seconds(ms)}`)
      .join('; ');
  },
};

export const PAGES: readonly Row[] = [
  denied,
  noCamera,
  revoked,
  noAnswer,
  removed,
  frozen,
  asleep,
  reloaded,
  browserKilled,
  connectionClosed,
];
