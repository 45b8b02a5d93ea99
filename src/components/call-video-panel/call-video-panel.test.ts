import { expect, nextFrame } from '@open-wc/testing';
import type { CallState } from '../../core/call/call-state.js';
import type { Snapshot } from '../../core/snapshot.js';
import type { StreamHandle } from '../../core/stream-handle.js';
import {
  active,
  call,
  connecting,
  drawnStream,
  ended,
  incoming,
  localMedia,
  outgoing,
  reconnecting,
  signedIn,
} from '../../testing/scenes.js';
import { expectSame, itIsAnElement, mount, query, requestsAtWindow } from '../shared/element.contract.js';
import './call-video-panel.define.js';

type Picture = StreamHandle & MediaStream;

const seen = (stream: Picture, video = true, audio = true): CallState =>
  active({ remote: { stream, media: { audio, video } } });
const inCall = (changes: Partial<Snapshot> = {}): Partial<Snapshot> => ({
  ...signedIn(),
  call: seen(drawnStream()),
  media: localMedia({ stream: drawnStream() }),
  ...changes,
});
const show = (changes: Partial<Snapshot> = {}, attributes = '') =>
  mount('call-video-panel', { ...signedIn(), ...changes }, attributes);
const has = (element: Element, selector: string): boolean =>
  Boolean(element.shadowRoot?.querySelector(selector));

describe('call-video-panel', () => {
  itIsAnElement({ tag: 'call-video-panel', snapshot: inCall(), russian: 'Вы' });

  describe('phases', () => {
    const phases: readonly (readonly [string, CallState, string])[] = [
      ['idle', { phase: 'idle' }, 'Pick somebody to call'],
      ['outgoing', outgoing(), 'Calling…'],
      ['outgoing', outgoing(true), 'Ringing…'],
      ['incoming', incoming(), 'is calling you with video'],
      [
        'incoming',
        incoming(call('naomi', { direction: 'incoming', media: { audio: true, video: false } })),
        'is calling you',
      ],
      ['connecting', connecting(), 'Connecting…'],
      ['connecting', connecting(true), 'Still trying to connect…'],
      ['reconnecting', reconnecting(), 'Reconnecting…'],
      ['reconnecting', reconnecting('peer-leaving'), 'naomi may be back in a moment'],
      ['ended', ended('busy'), 'naomi is in another call'],
      ['ended', ended('declined', 'me'), 'You declined'],
    ];
    for (const [phase, state, words] of phases) {
      it(`shows "${words}" and has the state ${phase}`, async () => {
        const { element, $ } = await show({ call: state });
        expect($('.stage').textContent).to.contain(words);
        expect(element.matches(`:state(${phase})`)).to.equal(true);
        if (state.phase !== 'idle') expect($('.stage').textContent).to.contain('naomi');
      });

      it(`is accessible with "${words}"`, async () => {
        await expect((await show({ call: state })).element).to.be.accessible();
      });
    }

    it('has who calls and the answers near the middle of a large stage', async () => {
      const { $, element } = await show({ call: incoming() });
      element.style.cssText = 'inline-size: 650px; block-size: 720px';
      const { top, height } = $('.stage').getBoundingClientRect();
      expect($('.person').getBoundingClientRect().top - top).to.be.above(height / 10);
      expect($('.actions').getBoundingClientRect().bottom - top).to.be.below((height * 9) / 10);
    });

    it('says to sign in first', async () => {
      const { $ } = await show({ link: { status: 'offline' } });
      expect($('.stage').textContent).to.contain('Sign in to call');
    });

    it('asks nobody to sign in who is signed in and only lost the connection', async () => {
      const { $ } = await show({ link: { status: 'waiting', attempt: 1, retryAtMs: Date.now() + 1000 } });
      expect($('.stage').textContent).to.contain('Not connected');
    });

    it('says that another tab is in a call', async () => {
      const { $ } = await show({ elsewhere: { phase: 'active', name: 'oleg' } });
      expect($('.stage').textContent).to.contain('In a call in another tab');
    });

    it('announces no call in do-not-disturb', async () => {
      const { $, set } = await show({ call: incoming(), self: { name: 'me', state: 'dnd' } });
      expect($('[role=status]').textContent).to.equal('');
      await set({ call: connecting() });
      expect($('[role=status]').textContent).to.equal('Connecting…');
    });

    it('announces each phase once, whatever else could', async () => {
      const { $, set, element, provider } = await show();
      const second = document.createElement('call-video-panel');
      provider.append(second);
      await set({ call: incoming() });
      await second.updateComplete;
      expect($('[role=status]').textContent).to.equal('naomi is calling you with video');
      expect(second.shadowRoot?.querySelector('[role=status]')?.textContent).to.equal('');
      element.remove();
      provider.controller.set({ call: active() });
      await second.updateComplete;
      expect(second.shadowRoot?.querySelector('[role=status]')?.textContent).to.equal('In a call with naomi');
    });
  });

  it('leaves the announcements to an element that can be seen where it is hidden', async () => {
    const { $, set, element, provider } = await show();
    const second = document.createElement('call-video-panel');
    provider.append(second);
    await second.updateComplete;
    element.hidden = true;
    await set({ call: incoming() });
    await second.updateComplete;
    const said = (): string => query(second, '[role=status]').textContent;
    expect(said()).to.equal('naomi is calling you with video');
    await set({ call: active() });
    await second.updateComplete;
    expect([$('[role=status]').textContent, said()]).to.deep.equal(['', 'In a call with naomi']);
  });

  describe('ringing', () => {
    const answers: readonly (readonly [string, boolean])[] = [
      ['[part=answer-button]', true],
      ['[part=answer-audio-button]', false],
    ];
    for (const [button, video] of answers) {
      it(`answers ${video ? 'with video' : 'with sound only'}`, async () => {
        const { $, provider } = await show({ call: incoming() });
        $(button).click();
        expect(provider.requests[0]).to.deep.include({
          type: 'call-accept-request',
          media: { audio: true, video },
        });
      });
    }

    it('answers an audio call with sound, and offers nothing else', async () => {
      const sound = call('naomi', { direction: 'incoming', media: { audio: true, video: false } });
      const { $, provider, element } = await show({ call: incoming(sound) });
      expect(has(element, '[part=answer-audio-button]')).to.equal(false);
      $('[part=answer-button]').click();
      expect(provider.requests[0]).to.deep.include({ media: { audio: true, video: false } });
    });

    it('declines', async () => {
      const { $, provider } = await show({ call: incoming() });
      $('[part=decline-button]').click();
      expect(provider.requests.map(({ type }) => type)).to.deep.equal(['call-hangup-request']);
    });

    it('hands nothing to the provider when the page vetoes', async () => {
      const { $, provider } = await show({ call: incoming() });
      const { events, stop } = requestsAtWindow('call-accept-request', true);
      $('[part=answer-button]').click();
      stop();
      expect(events).to.have.length(1);
      expect(provider.requests).to.deep.equal([]);
    });
  });

  describe('in a call', () => {
    it('plays the other one’s stream', async () => {
      const stream = drawnStream();
      const { $ } = await show({ call: seen(stream) });
      const video = $<HTMLVideoElement>('.remote');
      expectSame(video.srcObject, stream);
      expect(video.hasAttribute('playsinline')).to.equal(true);
    });

    it('plays the sound apart from the picture, which may never come', async () => {
      const stream = drawnStream();
      const { $ } = await show({ call: seen(stream, false) });
      const sound = $<HTMLAudioElement>('audio');
      expectSame(sound.srcObject, stream);
      expect([sound.muted, $<HTMLVideoElement>('.remote').muted]).to.deep.equal([false, true]);
    });

    it('shows the initials when the other camera is off', async () => {
      const { $ } = await show({ call: seen(drawnStream(), false) });
      expect($('.person').textContent).to.contain('naomi');
      expect($<HTMLVideoElement>('.remote').hidden).to.equal(true);
    });

    it('says that the other one is muted', async () => {
      const { $, set } = await show({ call: seen(drawnStream(), true, false) });
      expect($('.top').textContent).to.contain('Muted');
      await set({ call: seen(drawnStream()) });
      expect($('.top').textContent).not.to.contain('Muted');
    });

    it('shows how long it lasts, by the provider’s clock', async () => {
      const { $, provider, set } = await show();
      provider.now = () => 4_723_000;
      await set({ call: active({ sinceMs: 1_000_000 }) });
      expect($('time').textContent).to.equal('1:02:03');
    });

    it('keeps the picture while reconnecting', async () => {
      const stream = drawnStream();
      const { $ } = await show({
        call: { ...seen(stream), phase: 'reconnecting', why: 'network', restarts: 0 } as CallState,
      });
      expectSame($<HTMLVideoElement>('.remote').srcObject, stream);
      expect($<HTMLVideoElement>('.remote').hidden).to.equal(false);
    });

    it('lets go of the stream when the call ends and when it leaves', async () => {
      const { $, set, element } = await show({ call: seen(drawnStream()) });
      const players = (): readonly HTMLMediaElement[] => [
        $<HTMLVideoElement>('.remote'),
        $<HTMLAudioElement>('audio'),
      ];
      const first = players();
      await set({ call: ended('ended') });
      for (const player of first) expectSame(player.srcObject, null);
      await set({ call: seen(drawnStream()) });
      const second = players();
      element.remove();
      for (const player of second) expectSame(player.srcObject, null);
    });

    it('plays again after it was moved in the page', async () => {
      const stream = drawnStream();
      const { $, element, provider } = await show({ call: seen(stream) });
      element.remove();
      provider.append(element);
      await element.updateComplete;
      expectSame($<HTMLVideoElement>('.remote').srcObject, stream);
    });
  });

  describe('controls', () => {
    it('has its own, which belong to its provider', async () => {
      const { $, provider } = await show(inCall());
      const hangUp = $<HTMLElementTagNameMap['call-hangup-button']>('call-hangup-button');
      await hangUp.updateComplete;
      hangUp.shadowRoot?.querySelector('button')?.click();
      expect(provider.requests.map(({ type }) => type)).to.deep.equal(['call-hangup-request']);
    });

    it('has none before and after a call, nor while somebody calls', async () => {
      const { element, set } = await show();
      for (const state of [{ phase: 'idle' }, incoming(), ended('ended')] as CallState[]) {
        await set({ call: state });
        expect(has(element, '.controls'), state.phase).to.equal(false);
      }
    });

    it('leaves them out when told to', async () => {
      const { element } = await show(inCall(), 'no-controls');
      expect(has(element, '.controls')).to.equal(false);
    });

    it('has its own where the page puts something else into it, or only white space', async () => {
      const { $, element } = await show(inCall());
      element.append('\n  ');
      const idle = document.createElement('p');
      idle.slot = 'idle';
      element.append(idle);
      await nextFrame();
      await element.updateComplete;
      expect($('call-hangup-button').checkVisibility()).to.equal(true);
    });

    it('is one Tab stop', async () => {
      const { element, $ } = await show(inCall());
      await $<HTMLElementTagNameMap['call-toolbar']>('call-toolbar').updateComplete;
      await nextFrame();
      expect(element.shadowRoot?.querySelectorAll('.controls > [tabindex="-1"]')).to.have.length(2);
      expect(element.shadowRoot?.querySelectorAll('.controls > [tabindex="0"]')).to.have.length(1);
    });

    it('gives its provider to what a page puts there', async () => {
      const elsewhere = document.createElement('fake-provider');
      elsewhere.id = 'far';
      document.body.append(elsewhere);
      const { element } = await show(inCall());
      element.for = 'far';
      const toggle = document.createElement('call-mic-toggle');
      element.append(toggle);
      await element.updateComplete;
      await toggle.updateComplete;
      toggle.shadowRoot?.querySelector('button')?.click();
      elsewhere.remove();
      expect(elsewhere.requests.map(({ type }) => type)).to.deep.equal(['call-set-device-request']);
    });
  });

  describe('afterwards', () => {
    it('says how long it was, and calls the same person again with the same media', async () => {
      const was = call('naomi', { media: { audio: true, video: false } });
      const { $, provider } = await show({ call: { ...ended('ended', 'me', was), durationMs: 61_000 } });
      expect([$('.words').textContent, $('time').textContent]).to.deep.equal(['Call ended', '01:01']);
      $('[part=again-button]').click();
      expect(provider.requests[0]).to.deep.include({
        type: 'call-dial-request',
        to: 'naomi',
        media: was.media,
      });
    });

    it('cannot call again without a connection, and says so', async () => {
      const { $, provider } = await show({
        call: ended('ended'),
        link: { status: 'connecting', attempt: 1 },
      });
      $('[part=again-button]').click();
      expect($('[part=again-button]').title).to.equal('Not connected');
      expect(provider.requests).to.deep.equal([]);
    });

    it('is put away', async () => {
      const { $, provider } = await show({ call: ended('ended') });
      $('[part=close-button]').click();
      expect(provider.requests.map(({ type }) => type)).to.deep.equal(['call-dismiss-request']);
    });
  });
});
