/** What a provider's page does when somebody calls, and how its attributes change that: two providers, one of them rings. */
import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import { browserClock } from '../../browser/clock.js';
import { AudioProbe } from '../../testing/audio-probe.js';
import { Recorder } from '../../testing/recorder.js';
import './call-provider.define.js';
import type { CallProvider } from './call-provider.js';

const TITLE = document.title;

describe('a provider’s alerts', () => {
  const probe = new AudioProbe();
  const workers = new EventTarget();

  before(() => {
    probe.install();
    // Other tests ring at the same time, in other pages of this origin; without locks it is everybody's turn.
    Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true });
    Object.assign(workers, { ready: new Promise(() => undefined) });
    Object.defineProperty(navigator, 'serviceWorker', { value: workers, configurable: true });
  });

  after(() => {
    probe.remove();
    Reflect.deleteProperty(navigator, 'serviceWorker');
    Reflect.deleteProperty(navigator, 'locks');
  });

  const untilTitle = async (part: string): Promise<void> => {
    while (!document.title.includes(part)) await nextFrame();
  };

  /** The one who calls makes no alerts, so that what is seen and heard is the other's. */
  async function ring(attributes: Partial<CallProvider> = {}) {
    const root = await fixture<HTMLElement>(html`
      <div>
        <call-provider id="ann" no-alerts></call-provider>
        <call-provider id="ben"></call-provider>
      </div>
    `);
    const [ann, ben] = root.querySelectorAll<CallProvider>('call-provider');
    if (!ann || !ben) throw new Error('no providers');
    Object.assign(ben, attributes);
    const facts = new Recorder<Event>();
    const room = `broadcast:${browserClock.id()}`;
    for (const one of [ann, ben]) {
      for (const type of ['call-users-change', 'call-phase-change', 'call-missed']) {
        one.addEventListener(type, facts.add);
      }
      Object.assign(one, { server: room, username: one.id });
    }
    await facts.until(() => ann.controller?.snapshot.users.length === 1);
    ann.controller?.call('ben');
    await facts.until(() => ben.controller?.snapshot.call.phase === 'incoming');
    return { root, ann, ben, facts };
  }

  afterEach(async () => {
    while (document.title !== TITLE || probe.playing.size > 0) await nextFrame();
  });

  it('ring, in the page’s language and the page’s own words, until it is answered', async () => {
    const { ann, ben } = await ring({ lang: 'ru' });
    await untilTitle('ann звонит вам с видео');
    while (probe.playing.size !== 1) await nextFrame();
    ben.terms = { callingYouVideo: 'wants you' };
    await untilTitle('ann wants you');
    ben.controller?.accept({ audio: false, video: false });
    expect(document.title).to.equal(TITLE);
    expect(probe.playing.size).to.equal(0);
    ann.controller?.hangUp();
  });

  it('are none with no-alerts', async () => {
    const made = probe.contexts.length;
    const { ann, facts, ben } = await ring({ noAlerts: true });
    for (let frame = 0; frame < 5; frame += 1) await nextFrame();
    expect([document.title, probe.contexts.length]).to.deep.equal([TITLE, made]);
    ann.controller?.hangUp();
    await facts.first(({ type }) => type === 'call-missed');
    expect(ben.controller?.snapshot.missed).to.have.length(1);
  });

  it('become silent as soon as ringtone is "none"', async () => {
    const { ann, ben } = await ring();
    while (probe.playing.size !== 1) await nextFrame();
    ben.setAttribute('ringtone', 'none');
    await ben.updateComplete;
    expect(probe.playing.size).to.equal(0);
    await untilTitle('ann');
    ann.controller?.hangUp();
  });

  it('are quiet while the person does not want to be disturbed', async () => {
    const { ann, ben } = await ring();
    await untilTitle('ann');
    ben.controller?.setState('dnd');
    expect(document.title).to.equal(TITLE);
    expect(ben.controller?.snapshot.call.phase).to.equal('incoming');
    ann.controller?.hangUp();
  });

  it('answer and decline by requests that a page can veto', async () => {
    const { root, ann, ben, facts } = await ring({ notify: true });
    await untilTitle('ann');
    const { call } = ben.controller?.snapshot ?? {};
    const tag = call?.phase === 'incoming' ? `call-elements:${call.call.id}` : '';
    const press = (action: string): void => {
      const data = { type: 'call-elements/1', action, tag };
      workers.dispatchEvent(new MessageEvent('message', { data }));
    };
    const requests: string[] = [];
    root.addEventListener('call-accept-request', (event) => {
      requests.push(event.type);
      event.preventDefault();
    });
    press('answer');
    await nextFrame();
    expect(requests).to.deep.equal(['call-accept-request']);
    expect(ben.controller?.snapshot.call.phase).to.equal('incoming');
    press('decline');
    await facts.until(() => ann.controller?.snapshot.call.phase === 'ended');
    expect(ben.controller?.snapshot.missed).to.deep.equal([]);
  });

  it('end with the provider', async () => {
    const { root } = await ring();
    await untilTitle('ann');
    while (probe.playing.size !== 1) await nextFrame();
    root.remove();
    while (document.title !== TITLE) await nextFrame();
    while (probe.contexts.at(-1)?.state !== 'closed') await nextFrame();
  });
});
