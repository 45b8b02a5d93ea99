/** What the provider makes of requests, commands and attributes; calls are in call-provider.call.test.ts. */
import { expect, fixture, html } from '@open-wc/testing';
import { sendMouse } from '@web/test-runner-commands';
import { nothing } from 'lit';
import { browserClock } from '../../browser/clock.js';
import type { CallErrorEvent } from '../../events/facts.js';
import {
  CallAcceptRequest,
  CallDialRequest,
  CallHangupRequest,
  CallSetDeviceRequest,
  CallSignInRequest,
} from '../../events/requests.js';
import { Recorder } from '../../testing/recorder.js';
import type { CallProvider } from './call-provider.js';
import './call-provider.define.js';

const find = (root: ParentNode, selector = 'call-provider'): CallProvider => {
  const provider = root.querySelector<CallProvider>(selector);
  if (!provider) throw new Error(`no ${selector}`);
  return provider;
};

/** The errors a provider tells, as codes. */
function errorsOf(provider: CallProvider): Recorder<string> {
  const log = new Recorder<string>();
  provider.addEventListener('call-error', (event: CallErrorEvent) => {
    log.add(event.error.code);
  });
  return log;
}

const wish = (provider: CallProvider): boolean | undefined =>
  provider.controller?.snapshot.media.microphone.on;

/** Requests are acted on in a microtask; this one comes after it. */
const acted = (): Promise<void> => Promise.resolve();

const room = (): string => `broadcast:${browserClock.id()}`;

describe('a request', () => {
  const veto = (event: Event): void => {
    event.preventDefault();
  };
  afterEach(() => {
    removeEventListener('call-set-device-request', veto);
  });
  const mount = (): Promise<CallProvider> =>
    fixture<CallProvider>(html`<call-provider><p>Hello</p></call-provider>`);

  it('is acted on after its dispatch, once', async () => {
    const provider = await mount();
    const errors = errorsOf(provider);
    const request = new CallHangupRequest();
    provider.querySelector('p')?.dispatchEvent(request);
    expect(errors.items).to.deep.equal([]);
    await acted();
    expect(errors.items).to.deep.equal(['invalid-state']);
    provider.callContext?.take(request);
    provider.dispatchEvent(request);
    await acted();
    expect(errors.items.length).to.equal(1);
  });

  it('can be vetoed as late as on window', async () => {
    const provider = await mount();
    addEventListener('call-set-device-request', veto);
    provider.querySelector('p')?.dispatchEvent(new CallSetDeviceRequest('audio', false));
    await acted();
    expect(wish(provider)).to.equal(true);
    removeEventListener('call-set-device-request', veto);
    provider.querySelector('p')?.dispatchEvent(new CallSetDeviceRequest('audio', false));
    await acted();
    expect(wish(provider)).to.equal(false);
  });

  it('of another copy of this library counts by its type and fields', async () => {
    const provider = await mount();
    const foreign = Object.assign(new Event('call-set-device-request', { bubbles: true, cancelable: true }), {
      kind: 'audio',
      on: false,
    });
    provider.querySelector('p')?.dispatchEvent(foreign);
    await acted();
    expect(wish(provider)).to.equal(false);
  });

  it('signs in, and what cannot be a name is told as an error', async () => {
    const provider = await mount();
    const errors = errorsOf(provider);
    provider.dispatchEvent(new CallSignInRequest('  '));
    await errors.first(() => true);
    expect(errors.items).to.deep.equal(['invalid-argument']);
    expect(provider.controller?.snapshot.link.status).to.equal('offline');
  });

  it('to call while there is no connection is told as an error', async () => {
    const provider = await mount();
    const errors = errorsOf(provider);
    provider.dispatchEvent(new CallDialRequest('ben'));
    await errors.first(() => true);
    expect(errors.items).to.deep.equal(['not-online']);
  });
});

describe('errors', () => {
  it('are facts that bubble out of shadow roots and cannot be vetoed', async () => {
    const provider = await fixture<CallProvider>(html`<call-provider></call-provider>`);
    const seen = new Promise<Event>((resolve) => {
      document.addEventListener('call-error', resolve, { once: true });
    });
    provider.dispatchEvent(new CallAcceptRequest());
    const event = await seen;
    expect([event.bubbles, event.composed, event.cancelable]).to.deep.equal([true, true, false]);
  });
});

describe('providers within each other', () => {
  const mount = (): Promise<CallProvider> =>
    fixture<CallProvider>(
      html`<call-provider
        ><call-provider id="inner"><p></p></call-provider
      ></call-provider>`,
    );

  it('let the inner one act', async () => {
    const outer = await mount();
    const inner = find(outer, '#inner');
    outer.querySelector('p')?.dispatchEvent(new CallSetDeviceRequest('audio', false));
    await acted();
    expect([wish(inner), wish(outer)]).to.deep.equal([false, true]);
  });

  it('let the outer one act on what is meant for it', async () => {
    const outer = await mount();
    const request = new CallSetDeviceRequest('audio', false);
    request.provider = outer.callContext;
    outer.querySelector('p')?.dispatchEvent(request);
    await acted();
    expect([wish(find(outer, '#inner')), wish(outer)]).to.deep.equal([true, false]);
  });
});

describe('a plain button', () => {
  /** Presses it as a person does. */
  async function press(button: HTMLButtonElement): Promise<void> {
    const { x, y, width, height } = button.getBoundingClientRect();
    await sendMouse({ type: 'click', position: [Math.round(x + width / 2), Math.round(y + height / 2)] });
  }

  async function mount(
    command: string,
    value = '',
  ): Promise<{ provider: CallProvider; button: HTMLButtonElement }> {
    const root = await fixture<HTMLElement>(html`
      <div>
        <button commandfor="invoked" command=${command} value=${value || nothing}>Press</button>
        <call-provider id="invoked"></call-provider>
      </div>
    `);
    const button = root.querySelector('button');
    if (!button) throw new Error('no button');
    return { provider: find(root), button };
  }

  it('toggles the microphone, and back', async () => {
    const { provider, button } = await mount('--toggle-mic');
    await press(button);
    expect(wish(provider)).to.equal(false);
    await press(button);
    expect(wish(provider)).to.equal(true);
  });

  const REQUESTS = [
    ['--call', 'ben', 'call-dial-request', { to: 'ben', media: { audio: true, video: true } }],
    ['--call-audio', 'ben', 'call-dial-request', { to: 'ben', media: { audio: true, video: false } }],
    ['--answer-audio', '', 'call-accept-request', { media: { audio: true, video: false } }],
    ['--decline', '', 'call-hangup-request', {}],
    ['--hang-up', '', 'call-hangup-request', {}],
    ['--toggle-camera', '', 'call-set-device-request', { kind: 'video', on: false }],
    ['--sign-out', '', 'call-sign-out-request', {}],
  ] as const;
  for (const [command, value, type, fields] of REQUESTS) {
    it(`with ${command} asks for what a ${type} asks for, which a page can veto`, async () => {
      const { provider, button } = await mount(command, value);
      const errors = errorsOf(provider);
      const seen: Event[] = [];
      const note = (event: Event): void => {
        seen.push(event);
        event.preventDefault();
      };
      addEventListener(type, note);
      button.click();
      await acted();
      removeEventListener(type, note);
      expect(seen.length).to.equal(1);
      for (const [key, expected] of Object.entries(fields))
        expect((seen[0] as unknown as Record<string, unknown>)[key]).to.deep.equal(expected);
      expect([errors.items.length, wish(provider)]).to.deep.equal([0, true]);
    });
  }

  it('with a command of somebody else does nothing', async () => {
    const { provider, button } = await mount('--constructor');
    const errors = errorsOf(provider);
    await press(button);
    expect([errors.items.length, wish(provider)]).to.deep.equal([0, true]);
  });
});

describe('the provider’s properties', () => {
  const online = (provider: CallProvider): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (provider.controller?.snapshot.link.status === 'online') resolve();
      };
      provider.addEventListener('call-link-change', check);
      check();
    });

  it('sign in under the username, rename with it, and sign out without one', async () => {
    const provider = await fixture<CallProvider>(
      html`<call-provider server=${room()} username="ann"></call-provider>`,
    );
    await online(provider);
    expect(provider.controller?.snapshot.self.name).to.equal('ann');
    const { controller } = provider;
    const renamed = new Promise((resolve) =>
      controller?.subscribe(({ self }) => self.name === 'anna' && resolve(self)),
    );
    provider.username = 'anna';
    await renamed;
    provider.username = '';
    await provider.updateComplete;
    expect(provider.controller?.snapshot.link.status).to.equal('offline');
    expect(provider.controller === controller).to.equal(true);
  });

  it('change the server with a controller of its own, signed in again', async () => {
    const provider = await fixture<CallProvider>(
      html`<call-provider server=${room()} username="ann"></call-provider>`,
    );
    await online(provider);
    const before = provider.controller;
    provider.server = room();
    await provider.updateComplete;
    expect(provider.controller === before).to.equal(false);
    expect(before?.snapshot.link.status).to.equal('offline');
    await online(provider);
  });
});

describe('constraints that change', () => {
  it('are applied at once, each time once, also when the provider is moved meanwhile', async () => {
    const root = await fixture<HTMLElement>(
      html`<div>
        <call-provider></call-provider>
        <p></p>
      </div>`,
    );
    const provider = find(root);
    const { controller } = provider;
    let applied = 0;
    if (controller) controller.applyConstraints = () => (applied += 1);
    provider.constraints = { video: { width: 1280 } };
    await provider.updateComplete;
    provider.requestUpdate();
    await provider.updateComplete;
    expect(applied).to.equal(1);
    provider.remove();
    provider.constraints = {};
    await provider.updateComplete;
    root.querySelector('p')?.append(provider);
    await provider.updateComplete;
    expect([applied, provider.controller === controller]).to.deep.equal([2, true]);
  });
});

describe('the address of the server', () => {
  it('counts when it changed while the provider was in no document', async () => {
    const provider = await fixture<CallProvider>(html`<call-provider server=${room()}></call-provider>`);
    const { controller, parentElement } = provider;
    provider.remove();
    provider.server = room();
    await provider.updateComplete;
    parentElement?.append(provider);
    await provider.updateComplete;
    expect(provider.controller === controller).to.equal(false);
  });
});

describe('a page', () => {
  it('hears facts on the document, and can veto on the window, with their types', async () => {
    const heard = new Recorder<string>();
    const onLink = (event: DocumentEventMap['call-link-change']): void => {
      heard.add(event.link.status);
    };
    const onDial = (event: WindowEventMap['call-dial-request']): void => {
      if (event.to === 'nobody') event.preventDefault();
    };
    document.addEventListener('call-link-change', onLink);
    window.addEventListener('call-dial-request', onDial);
    const provider = await fixture<CallProvider>(
      html`<call-provider server=${room()} username="naomi"></call-provider>`,
    );
    const errors = errorsOf(provider);
    await heard.first((status) => status === 'online');
    expect(provider.dispatchEvent(new CallDialRequest('nobody'))).to.equal(false);
    await acted();
    expect(errors.items).to.deep.equal([]);
    document.removeEventListener('call-link-change', onLink);
    window.removeEventListener('call-dial-request', onDial);
  });
});
