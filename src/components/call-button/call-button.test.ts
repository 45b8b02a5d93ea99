import { expect } from '@open-wc/testing';
import type { CallState } from '../../core/call/call-state.js';
import type { LinkState } from '../../core/link/link-state.js';
import type { User } from '../../core/people/roster.js';
import type { Snapshot } from '../../core/snapshot.js';
import type { CallDialRequest } from '../../events/requests.js';
import {
  active,
  call,
  connecting,
  ended,
  incoming,
  outgoing,
  reconnecting,
  signedIn,
  user,
} from '../../testing/scenes.js';
import { expectSame, itIsAnElement, mount, requestsAtWindow } from '../shared/element.contract.js';
import '../call-video-panel/call-video-panel.define.js';
import { type Button, clockOf, here, ours, press, said, show, types } from './button-scene.contract.js';

const ringing: Partial<Snapshot> = { ...here, call: outgoing(true, ours) };
const CONNECTING: LinkState = { status: 'connecting', first: true, attempt: 0 };

describe('call-button', () => {
  itIsAnElement({ tag: 'call-button', snapshot: here, russian: 'Позвонить' });

  it('calls the one it is for, with what its label says', async () => {
    const button = await show();
    expect(said(button, 'label')).to.equal('Call support');
    expect(said(button, 'status')).to.equal('Available');
    await press(button);
    const [request] = button.provider.requests as CallDialRequest[];
    expect(request).to.include({ type: 'call-dial-request', to: 'support' });
  });

  it('can be called something else by an attribute', async () => {
    expect(said(await show(here, 'label="Ask us"'), 'label')).to.equal('Ask us');
  });

  it('has words and an icon of the page’s own only while it would call', async () => {
    const button = await show();
    const own = document.createElement('b');
    own.textContent = 'Talk to us';
    button.element.append(own);
    expectSame(own.assignedSlot?.closest('[part=label]'), button.$('[part=label]'));
    await button.set(ringing);
    expectSame(own.assignedSlot, null);
    expect(said(button, 'label')).to.equal('Cancel call');
  });

  it('finds a person whose name is written in other letters, and calls them by their own', async () => {
    const button = await show(signedIn(user('Support')));
    await press(button);
    expect((button.provider.requests[0] as CallDialRequest).to).to.equal('Support');
  });

  it('lets a call be prepared when somebody points at it or focuses it, and only if it would call', async () => {
    const button = await show();
    const prepared = (): number =>
      button.provider.controller.commands.filter(([name]) => name === 'prepareCall').length;
    button.$('[part=button]').dispatchEvent(new PointerEvent('pointerenter'));
    expect(prepared()).to.equal(1);
    button.element.focus();
    expect(prepared()).to.equal(2);
    await button.set(ringing);
    button.$('[part=button]').dispatchEvent(new PointerEvent('pointerenter'));
    expect(prepared()).to.equal(2);
  });

  it('hands nothing to the provider when the page vetoes', async () => {
    const button = await show();
    const { events, stop } = requestsAtWindow('call-dial-request', true);
    await press(button);
    stop();
    expect(events).to.have.length(1);
    expect(types(button)).to.deep.equal([]);
  });

  it('takes the focus into its button', async () => {
    const { element, $ } = await show();
    element.focus();
    expectSame(element.shadowRoot?.activeElement, $('button'));
  });

  it('announces the phases', async () => {
    const { $ } = await show(ringing);
    expect($('[role=status]').textContent).to.equal('support: Ringing…');
  });

  describe('with or without a picture', () => {
    const mediaOf = ({ provider }: Button) => (provider.requests[0] as CallDialRequest).media;

    it('calls with sound where nothing on the page shows a picture', async () => {
      const button = await show();
      await press(button);
      expect(mediaOf(button)).to.deep.equal({ audio: true, video: false });
    });

    const withPanel = async (snapshot?: Partial<Snapshot>, attributes?: string): Promise<Button> => {
      const button = await show(snapshot, attributes);
      const panel = document.createElement('call-video-panel');
      button.provider.append(panel);
      await panel.updateComplete;
      return button;
    };

    it('calls with video where a panel does', async () => {
      const button = await withPanel();
      await press(button);
      expect(mediaOf(button)).to.deep.equal({ audio: true, video: true });
    });

    it('calls and answers with sound alone when told to', async () => {
      const button = await withPanel(here, 'audio-only');
      await press(button);
      await button.set({ call: incoming(ours) });
      await press(button);
      expect(button.provider.requests.map((one) => (one as CallDialRequest).media.video)).to.deep.equal([
        false,
        false,
      ]);
    });

    it('answers with what it was invited to', async () => {
      const button = await withPanel({ ...here, call: incoming(ours) });
      await press(button);
      await button.set({ call: incoming({ ...ours, media: { audio: true, video: false } }) });
      await press(button);
      expect(button.provider.requests.map((one) => (one as CallDialRequest).media)).to.deep.equal([
        { audio: true, video: true },
        { audio: true, video: false },
      ]);
    });
  });

  describe('can do nothing, and says why,', () => {
    const reasons: readonly (readonly [string, Partial<Snapshot>, string])[] = [
      ['offline', signedIn(), 'support is not here now'],
      ['busy', signedIn(user('support', 'busy')), 'Busy'],
      ['busy', signedIn(user('support', 'dnd')), 'Do not disturb'],
      ['busy', signedIn(user('support', 'in-call')), 'In a call'],
      ['busy', signedIn(user('support', 'reconnecting')), 'Reconnecting…'],
      ['connecting', { link: CONNECTING }, 'Connecting…'],
      ['not-connected', { link: { status: 'waiting', attempt: 1, retryAtMs: 0 } }, 'Not connected'],
      [
        'not-connected',
        { link: { status: 'refused', closeCode: 4503 } },
        'The server refused the connection',
      ],
      ['occupied', { ...here, call: active() }, 'You are in a call already'],
      ['offline', { ...signedIn(), self: { name: 'support', state: 'available' } }, 'You'],
    ];
    for (const [state, snapshot, reason] of reasons) {
      it(`when it is ${state}: ${reason}`, async () => {
        const button = await show(snapshot);
        expect(said(button, 'status')).to.equal(reason);
        expect(button.$('button').title).to.equal(reason);
        expect(button.$('button').ariaDisabled).to.equal('true');
        expect(button.$<HTMLButtonElement>('button').disabled).to.equal(false);
        expect(button.element.matches(`:state(${state})`)).to.equal(true);
        expect(button.element.matches(':state(unavailable)')).to.equal(true);
        await press(button);
        expect(types(button)).to.deep.equal([]);
      });
    }

    it('when the page does not say whom to call', async () => {
      const button = await mount('call-button', here);
      expect(said(button, 'status')).to.equal('Pick somebody to call');
      expect(button.$('button').ariaDisabled).to.equal('true');
    });
  });

  it('calls somebody who is away', async () => {
    const button = await show(signedIn(user('support', 'away')));
    expect(said(button, 'status')).to.equal('Away');
    expect(button.element.matches(':state(unavailable)')).to.equal(false);
    await press(button);
    expect(types(button)).to.deep.equal(['call-dial-request']);
  });

  it('says how the last call with the person ended, and calls again', async () => {
    const button = await show({ ...here, call: ended('no-answer', 'system', ours) });
    expect(said(button, 'status')).to.equal('support did not answer');
    await press(button);
    expect(types(button)).to.deep.equal(['call-dial-request']);
    await button.set({ call: ended('no-answer', 'system', call('naomi', { id: 'call-2' })) });
    expect(said(button, 'status')).to.equal('Available');
  });

  describe('in a call with the person', () => {
    const phases: readonly (readonly [CallState, string, string, string])[] = [
      [outgoing(false, ours), 'Cancel call', 'Calling…', 'call-hangup-request'],
      [outgoing(true, ours), 'Cancel call', 'Ringing…', 'call-hangup-request'],
      [incoming(ours), 'Answer', 'support is calling you with video', 'call-accept-request'],
      [connecting(false, ours), 'Hang up', 'Connecting…', 'call-hangup-request'],
      [active({ call: ours }), 'Hang up', 'In a call with support', 'call-hangup-request'],
      [reconnecting('network', active({ call: ours })), 'Hang up', 'Reconnecting…', 'call-hangup-request'],
    ];
    for (const [state, label, status, request] of phases) {
      it(`is called "${label}" while it is ${state.phase}: ${status}`, async () => {
        const button = await show();
        const clock = clockOf(button);
        await button.set({ ...here, call: state });
        clock.pass(1_000);
        expect([said(button, 'label'), said(button, 'status')]).to.deep.equal([label, status]);
        expect(button.element.matches(`:state(${state.phase})`)).to.equal(true);
        await press(button);
        expect(types(button)).to.deep.equal([request]);
      });
    }

    it('goes on being its call when the person gets another name', async () => {
      const button = await show({ ...here, call: active({ call: ours }) });
      await button.set({ call: active({ call: { ...ours, peer: { name: 'support1', v1: true } } }) });
      expect(said(button, 'label')).to.equal('Hang up');
    });

    it('keeps the focus through all of it', async () => {
      const button = await show();
      button.$('button').focus();
      const control = button.$('button');
      for (const state of [outgoing(true, ours), active({ call: ours }), ended('ended', 'me', ours)])
        await button.set({ call: state });
      expectSame(button.element.shadowRoot?.activeElement, control);
    });
  });

  describe('pressed twice', () => {
    it('does not end the call that the first press began', async () => {
      const button = await show();
      const clock = clockOf(button);
      await press(button);
      await button.set(ringing);
      clock.pass(300);
      await press(button);
      expect(types(button)).to.deep.equal(['call-dial-request']);
      clock.pass(300);
      await press(button);
      expect(types(button)).to.deep.equal(['call-dial-request', 'call-hangup-request']);
    });

    it('does not call again whom the first press hung up on', async () => {
      const button = await show({ ...here, call: active({ call: ours }) });
      const clock = clockOf(button);
      await button.set({ ...here, call: ended('ended', 'peer', ours) });
      clock.pass(100);
      await press(button);
      expect(types(button)).to.deep.equal([]);
    });

    it('is not pressed by a key that is held', async () => {
      const { $ } = await show(ringing);
      const down = (repeat: boolean) =>
        $('button').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', repeat, cancelable: true }));
      expect([down(false), down(true)]).to.deep.equal([true, false]);
    });
  });

  it('shows a person’s state as it changes', async () => {
    const button = await show();
    const states: readonly User['state'][] = ['in-call', 'away', 'available'];
    const shown: string[] = [];
    for (const state of states) {
      await button.set(signedIn(user('support', state)));
      shown.push(said(button, 'status'));
    }
    expect(shown).to.deep.equal(['In a call', 'Away', 'Available']);
  });
});
