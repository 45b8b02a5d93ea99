/** What a page does when somebody calls, put together: real sound and locks, a fake controller and clock. */
import { expect, nextFrame } from '@open-wc/testing';
import type { Snapshot } from '../../core/snapshot.js';
import { AudioProbe } from '../../testing/audio-probe.js';
import { FakeClock } from '../../testing/fake-clock.js';
import { FakeController } from '../../testing/fake-controller.js';
import { ONLINE, active, call, connecting, ended, incoming, missed, outgoing } from '../../testing/scenes.js';
import type { AlertOptions } from '../start-alerts.js';
import { Alerts } from './alerts.js';
import { SAMPLE_RATE, type Tone, samplesOf } from './tones.js';

const probe = new AudioProbe();
const running: Alerts[] = [];
const clock = new FakeClock();
const TITLE = document.title;
/** Other tests ring at the same time, in other pages of this origin. */
const LOCK = `test:${String(Math.random())}`;

/** Makes the page seem looked at, or not. */
function look(visibility: DocumentVisibilityState, focus = visibility === 'visible'): void {
  Object.defineProperty(document, 'visibilityState', { value: visibility, configurable: true });
  Object.defineProperty(document, 'hasFocus', { value: () => focus, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}

const WORDS = {
  callingYou: 'is calling you',
  callingYouVideo: 'is calling you with video',
  missed: 'Missed call from {name}',
  answer: 'Answer',
  decline: 'Decline',
} as const;

function start(options: AlertOptions = {}, snapshot: Partial<Snapshot> = {}) {
  const controller = new FakeController({ link: ONLINE, ...snapshot });
  const acts: string[] = [];
  const hooks = {
    word: (key: keyof typeof WORDS, { name = '' } = {}) => WORDS[key].replace('{name}', name),
    answer: () => acts.push('answer'),
    decline: () => acts.push('decline'),
  };
  const alerts = new Alerts(controller, options, hooks, clock, LOCK);
  running.push(alerts);
  return { controller, alerts, acts };
}

/** Which tone plays now. */
function tone(): Tone | undefined {
  expect(probe.playing.size, 'never two at once').to.be.at.most(1);
  const [source] = probe.playing;
  return (['ring', 'ringback'] as const).find(
    (one) => source?.buffer?.duration === samplesOf(one).length / SAMPLE_RATE,
  );
}

const untilTone = async (wanted: Tone | undefined): Promise<void> => {
  while (tone() !== wanted) await nextFrame();
};

const inLine = async (): Promise<number> => {
  const { held = [], pending = [] } = await navigator.locks.query();
  return [...held, ...pending].filter(({ name }) => name === LOCK).length;
};

describe('alerts', () => {
  beforeEach(() => {
    probe.install();
    probe.contexts.length = 0;
    document.title = 'My page';
    look('visible');
  });

  afterEach(async () => {
    for (const alerts of running.splice(0)) alerts.stop();
    expect(document.title).to.equal('My page');
    expect(clock.pending, 'no timer is left').to.equal(0);
    expect(probe.playing.size).to.equal(0);
    while (probe.states.some((state) => state !== 'closed') || (await inLine()) > 0) await nextFrame();
    probe.remove();
    document.title = TITLE;
    Reflect.deleteProperty(document, 'visibilityState');
    Reflect.deleteProperty(document, 'hasFocus');
  });

  it('do nothing while nobody calls', async () => {
    const { controller } = start();
    controller.set({ call: outgoing() });
    controller.set({ call: active() });
    await nextFrame();
    expect(probe.contexts).to.deep.equal([]);
    expect(document.title).to.equal('My page');
  });

  const ends: readonly (readonly [string, Partial<Snapshot>])[] = [
    ['it is answered', { call: connecting() }],
    ['it is declined', { call: ended('declined', 'me') }],
    ['the caller gives up', { call: ended('cancelled') }],
  ];
  for (const [title, end] of ends) {
    it(`ring and say so in the title until ${title}`, async () => {
      const { controller } = start({}, { call: incoming() });
      await untilTone('ring');
      expect(document.title).to.equal('☎ naomi is calling you with video');
      clock.advance(1_000);
      expect(document.title).to.equal('My page');
      controller.set(end);
      expect(tone()).to.equal(undefined);
      expect(document.title).to.equal('My page');
      while (probe.contexts[0]?.state !== 'suspended' || (await inLine()) > 0) await nextFrame();
    });
  }

  it('let the caller hear that it rings, and not before', async () => {
    const { controller } = start({}, { call: outgoing(false) });
    await nextFrame();
    expect(tone()).to.equal(undefined);
    controller.set({ call: outgoing(true) });
    await untilTone('ringback');
    expect(document.title).to.equal('My page');
    controller.set({ call: active() });
    expect(tone()).to.equal(undefined);
  });

  it('let the caller’s tab be silent while another tab rings', async () => {
    const { controller } = start({}, { call: outgoing(true) });
    await untilTone('ringback');
    controller.set({ elsewhere: { phase: 'incoming', name: 'oleg' } });
    expect(tone()).to.equal(undefined);
    controller.set({ elsewhere: null });
    await untilTone('ringback');
  });

  it('are heard from one of several that ring, then from the next', async () => {
    const [one, other] = [start(), start()];
    one.controller.set({ call: incoming() });
    await untilTone('ring');
    other.controller.set({ call: incoming(call('oleg', { id: 'call-2', direction: 'incoming' })) });
    while ((await inLine()) < 2) await nextFrame();
    expect(tone()).to.equal('ring');
    const first = [...probe.playing][0];
    one.controller.set({ call: connecting() });
    expect(probe.playing.size).to.equal(0);
    await untilTone('ring');
    expect([...probe.playing][0] === first).to.equal(false);
  });

  it('are quiet in do-not-disturb, at once', async () => {
    const { controller } = start({}, { call: incoming() });
    await untilTone('ring');
    controller.set({ self: { name: 'me', state: 'dnd' } });
    expect(tone()).to.equal(undefined);
    expect(document.title).to.equal('My page');
    look('hidden');
    controller.set({ call: ended('cancelled'), missed: [missed()] });
    expect(document.title).to.equal('My page');
    controller.set({ call: outgoing(true) });
    await untilTone('ringback');
  });

  it('make no sound with ringtone "none", and ring in the title all the same', async () => {
    start({ ringtone: 'none' }, { call: incoming() });
    while ((await inLine()) === 0) await nextFrame();
    await nextFrame();
    expect(probe.contexts).to.deep.equal([]);
    expect(document.title).to.contain('naomi');
  });

  it('stop as soon as they are switched off', async () => {
    const options = { noAlerts: false, notify: true };
    const { alerts } = start(options, { call: incoming() });
    await untilTone('ring');
    options.noAlerts = true;
    alerts.look();
    expect(tone()).to.equal(undefined);
    expect(document.title).to.equal('My page');
  });

  describe('of a missed call', () => {
    const misses = { call: ended('cancelled'), missed: [missed()] };

    it('stay in the title until the page is looked at', () => {
      look('hidden');
      const { controller } = start({}, { call: incoming() });
      controller.set(misses);
      expect(document.title).to.equal('☎ Missed call from naomi');
      expect(clock.pending, 'it stands still').to.equal(0);
      look('visible', false);
      expect(document.title).to.equal('☎ Missed call from naomi');
      look('visible');
      expect(document.title).to.equal('My page');
      look('hidden');
      expect(document.title).to.equal('My page');
    });

    it('go when it is put away from elsewhere', () => {
      look('hidden');
      const { controller } = start();
      controller.set(misses);
      controller.set({ missed: [] });
      expect(document.title).to.equal('My page');
    });

    it('are none where the page is looked at', () => {
      const { controller } = start({}, { call: incoming() });
      controller.set(misses);
      look('hidden');
      expect(document.title).to.equal('My page');
    });
  });

  describe('that notify', () => {
    const Native = window.Notification;
    const open: { title: string }[] = [];
    let asked = 0;

    beforeEach(() => {
      open.length = 0;
      asked = 0;
      window.Notification = class {
        static permission = 'granted';
        static requestPermission(): Promise<string> {
          asked += 1;
          return Promise.resolve('granted');
        }
        readonly title: string;
        constructor(title: string) {
          this.title = title;
          open.push(this);
        }
        close(): void {
          open.splice(open.indexOf(this), 1);
        }
      } as unknown as typeof Notification;
      Object.defineProperty(navigator, 'userActivation', { value: { isActive: true }, configurable: true });
    });
    afterEach(() => {
      Reflect.deleteProperty(navigator, 'userActivation');
      window.Notification = Native;
    });

    const untilOpen = async (...titles: readonly string[]): Promise<void> => {
      while (open.map(({ title }) => title).join() !== titles.join()) await nextFrame();
    };

    it('do it while the page is hidden and rings, and then say that it was missed', async () => {
      look('hidden');
      const { controller } = start({ notify: true }, { call: incoming() });
      await untilOpen('naomi is calling you with video');
      controller.set({ call: ended('cancelled'), missed: [missed()] });
      await untilOpen('Missed call from naomi');
      look('visible');
      await untilOpen();
    });

    it('begin when the page is hidden meanwhile, and end when it is shown', async () => {
      start({ notify: true }, { call: incoming() });
      await untilTone('ring');
      expect(open).to.deep.equal([]);
      look('hidden');
      await untilOpen('naomi is calling you with video');
      look('visible');
      await untilOpen();
    });

    it('do not without being told to', async () => {
      look('hidden');
      start({}, { call: incoming() });
      await untilTone('ring');
      await nextFrame();
      expect(open).to.deep.equal([]);
    });

    it('ask for the permission at a gesture, once somebody is signed in', () => {
      (window.Notification as { permission: string }).permission = 'default';
      const { controller } = start({ notify: true }, { link: { status: 'connecting', attempt: 0 } });
      const touch = () => window.dispatchEvent(new Event('pointerup'));
      touch();
      expect(asked).to.equal(0);
      controller.set({ link: ONLINE });
      expect(asked).to.equal(0);
      touch();
      touch();
      expect(asked).to.equal(1);
    });

    it('answer and decline the call they are about, and no other', () => {
      const workers = new EventTarget();
      Object.assign(workers, { ready: new Promise(() => undefined) });
      Object.defineProperty(navigator, 'serviceWorker', { value: workers, configurable: true });
      const { controller, acts } = start({ notify: true }, { call: incoming() });
      Reflect.deleteProperty(navigator, 'serviceWorker');
      const press = (action: string, id: string): void => {
        const data = { type: 'call-elements/1', action, tag: `call-elements:${id}` };
        workers.dispatchEvent(new MessageEvent('message', { data }));
      };
      press('answer', 'another');
      press('decline', 'call-1');
      press('answer', 'call-1');
      controller.set({ call: active() });
      press('decline', 'call-1');
      expect(acts).to.deep.equal(['decline', 'answer']);
    });
  });

  it('get the sound ready at the first gesture, whatever the page does with it', async () => {
    start();
    const stop = (event: Event): void => {
      event.stopImmediatePropagation();
    };
    document.body.addEventListener('keydown', stop);
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }));
    document.body.removeEventListener('keydown', stop);
    expect(probe.contexts).to.have.length(1);
    while (probe.contexts[0]?.state !== 'suspended') await nextFrame();
  });
});
