/** The main job of the element: two providers on one page make a real call, with cameras and peer connections. */
import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import { browserClock } from '../../browser/clock.js';
import { CallAcceptRequest, CallDialRequest, CallHangupRequest } from '../../events/requests.js';
import type { CallEndedEvent, CallPhaseChangeEvent, FactMap } from '../../events/facts.js';
import { Recorder } from '../../testing/recorder.js';
import './call-provider.define.js';
import type { CallProvider } from './call-provider.js';

const FACTS = [
  'call-link-change',
  'call-users-change',
  'call-incoming',
  'call-phase-change',
  'call-ended',
  'call-message',
  'call-media-change',
  'call-error',
] as const satisfies readonly (keyof FactMap)[];

/** A provider and the facts it told, in order. */
class Side {
  readonly element: CallProvider;
  readonly facts = new Recorder<Event>();

  constructor(element: CallProvider) {
    this.element = element;
    for (const type of FACTS) element.addEventListener(type, this.facts.add);
  }

  get controller(): NonNullable<CallProvider['controller']> {
    if (!this.element.controller) throw new Error('no controller');
    return this.element.controller;
  }

  /** The facts about calls: phases as `a>b`, the others by their type. */
  get told(): readonly string[] {
    return this.facts.items.flatMap((fact) => {
      if (fact.type === 'call-phase-change') {
        const { previous, phase } = fact as CallPhaseChangeEvent;
        return [`${previous}>${phase}`];
      }
      return ['call-incoming', 'call-ended', 'call-error'].includes(fact.type) ? [fact.type] : [];
    });
  }

  until(done: () => boolean): Promise<void> {
    return this.facts.until(done);
  }

  untilPhase(phase: string): Promise<void> {
    return this.until(() => this.element.controller?.snapshot.call.phase === phase);
  }

  sees(name: string): Promise<void> {
    return this.until(() => this.controller.snapshot.users.some((user) => user.name === name));
  }
}

async function meet(): Promise<{ root: HTMLElement; ann: Side; ben: Side }> {
  const room = `broadcast:${browserClock.id()}`;
  const root = await fixture<HTMLElement>(html`
    <div>
      <call-provider id="ann"></call-provider>
      <call-provider id="ben"></call-provider>
      <section></section>
    </div>
  `);
  const side = (name: string): Side => {
    const element = root.querySelector<CallProvider>(`#${name}`);
    if (!element) throw new Error(`no ${name}`);
    const one = new Side(element);
    element.server = room;
    element.username = name;
    return one;
  };
  const [ann, ben] = [side('ann'), side('ben')];
  await Promise.all([ann.element.updateComplete, ben.element.updateComplete]);
  await Promise.all([ann.sees('ben'), ben.sees('ann')]);
  return { root, ann, ben };
}

async function talk(): Promise<{ root: HTMLElement; ann: Side; ben: Side }> {
  const all = await meet();
  const { ann, ben } = all;
  ann.element.dispatchEvent(new CallDialRequest('ben'));
  await ben.untilPhase('incoming');
  ben.controller.accept();
  await Promise.all([ann.untilPhase('active'), ben.untilPhase('active')]);
  return all;
}

const tracksOf = (side: Side): readonly string[] => {
  const { call } = side.controller.snapshot;
  const stream = 'remote' in call ? call.remote.stream : null;
  return stream instanceof MediaStream
    ? stream
        .getTracks()
        .map(({ kind }) => kind)
        .sort()
    : [];
};

describe('two providers on a page', () => {
  it('ring, accept, talk and hang up, and tell each fact once and in order', async () => {
    const { ann, ben } = await talk();
    expect([tracksOf(ann), tracksOf(ben)]).to.deep.equal([
      ['audio', 'video'],
      ['audio', 'video'],
    ]);
    ann.element.dispatchEvent(new CallHangupRequest());
    await Promise.all([ann.untilPhase('ended'), ben.untilPhase('ended')]);
    expect(ann.told).to.deep.equal([
      'idle>outgoing',
      'outgoing>connecting',
      'connecting>active',
      'active>ended',
      'call-ended',
    ]);
    expect(ben.told).to.deep.equal([
      'idle>incoming',
      'call-incoming',
      'incoming>connecting',
      'connecting>active',
      'active>ended',
      'call-ended',
    ]);
    const ends = [ann, ben].map(
      ({ facts }) => facts.items.find(({ type }) => type === 'call-ended') as CallEndedEvent,
    );
    expect(ends.map(({ ended }) => [ended.reason, ended.by])).to.deep.equal([
      ['ended', 'me'],
      ['ended', 'peer'],
    ]);
  });

  it('tell facts in order to a page that answers within one', async () => {
    const { ann, ben } = await meet();
    ben.element.addEventListener('call-phase-change', ({ phase }) => {
      if (phase === 'incoming') ben.controller.accept();
    });
    ann.controller.call('ben');
    await Promise.all([ann.untilPhase('active'), ben.untilPhase('active')]);
    expect(ben.told).to.deep.equal([
      'idle>incoming',
      'call-incoming',
      'incoming>connecting',
      'connecting>active',
    ]);
  });

  it('open no camera for a call without one, unless the person says so', async () => {
    const { ann, ben } = await meet();
    ann.element.dispatchEvent(new CallDialRequest('ben', { audio: true, video: false }));
    await ben.untilPhase('incoming');
    ben.element.dispatchEvent(new CallAcceptRequest());
    await ben.until(() => ben.controller.snapshot.media.microphone.status === 'on');
    expect(ben.controller.snapshot.media.camera).to.deep.equal({ status: 'off', on: false });
  });

  it('release camera and microphone when the call is over', async () => {
    const { ann, ben } = await talk();
    const isSending = ({ controller: { snapshot } }: Side): boolean =>
      snapshot.media.microphone.status === 'on' && snapshot.media.camera.status === 'on';
    await Promise.all([ann, ben].map((side) => side.until(() => isSending(side))));
    const streams = [ann, ben].map(({ controller }) => controller.snapshot.media.stream as MediaStream);
    const tracks = streams.flatMap((stream) => stream.getTracks());
    expect(tracks.length).to.equal(4);
    ben.controller.hangUp();
    await ann.untilPhase('ended');
    expect(tracks.every(({ readyState }) => readyState === 'ended')).to.equal(true);
  });

  it('show the phase as a state that CSS can ask for', async () => {
    const { ann } = await talk();
    expect(ann.element.matches(':state(active):state(online):not(:state(idle))')).to.equal(true);
  });
});

describe('a provider in the middle of a call', () => {
  it('keeps it when it is moved within the page', async () => {
    const { root, ann, ben } = await talk();
    const { controller } = ann;
    root.querySelector('section')?.append(ann.element);
    await nextFrame();
    await nextFrame();
    expect(ann.element.controller === controller).to.equal(true);
    expect([ann.controller.snapshot.call.phase, ben.controller.snapshot.call.phase]).to.deep.equal([
      'active',
      'active',
    ]);
  });

  it('hangs up when it is removed, and has a fresh controller when it comes back', async () => {
    const { root, ann, ben } = await talk();
    const { controller } = ann;
    ann.element.remove();
    await ben.untilPhase('ended');
    expect(ann.element.controller).to.equal(undefined);
    expect(ann.told.filter((fact) => fact === 'call-ended').length).to.equal(1);
    root.append(ann.element);
    await ben.sees('ann');
    await ann.sees('ben');
    expect(ann.element.controller === controller).to.equal(false);
    ann.controller.call('ben');
    await ben.untilPhase('incoming');
  });

  it('keeps it when its user is renamed', async () => {
    const { ann, ben } = await talk();
    ann.element.username = 'anna';
    await ben.sees('anna');
    expect(ann.controller.snapshot.self.name).to.equal('anna');
    expect([ann.controller.snapshot.call.phase, ben.controller.snapshot.call.phase]).to.deep.equal([
      'active',
      'active',
    ]);
  });

  it('still hears its peer hang up after one of them was renamed', async () => {
    const { ann, ben } = await talk();
    ann.element.username = 'anna';
    await ben.sees('anna');
    ann.controller.hangUp();
    await ben.untilPhase('ended');
    expect(ben.told.at(-1)).to.equal('call-ended');
  });
});
