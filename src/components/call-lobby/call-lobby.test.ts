import { expect, nextFrame } from '@open-wc/testing';
import type { CallRetryDevicesRequest } from '../../events/requests.js';
import type { CallPreviewRequest } from '../../events/requests.js';
import type { LocalMedia } from '../../core/snapshot.js';
import { DrawnSound } from '../../testing/drawn-sound.js';
import { active, drawnStream, ended, incoming, localMedia, signedIn } from '../../testing/scenes.js';
import { expectSame, itIsAnElement, mount, requestsAtWindow } from '../shared/element.contract.js';
import './call-lobby.define.js';

const OFF = { status: 'off', on: true } as const;
const CLOSED: LocalMedia = localMedia({ microphone: OFF, camera: OFF });

/** A page whose browser says this of camera and microphone; the answer changes it. */
function permitAs(first: PermissionState): (next: PermissionState) => void {
  const statuses = [first, first].map((state) => Object.assign(new EventTarget(), { state }));
  const [camera, microphone] = statuses;
  navigator.permissions.query = ({ name }) =>
    Promise.resolve((name === 'camera' ? camera : microphone) as PermissionStatus);
  return (next) => {
    for (const status of statuses) {
      status.state = next;
      status.dispatchEvent(new Event('change'));
    }
  };
}

async function show(media: LocalMedia, attributes = '') {
  const mounted = await mount('call-lobby', { ...signedIn(), media }, attributes);
  const { element, provider } = mounted;
  const says = async (words: string): Promise<void> => {
    while (!element.shadowRoot?.textContent.includes(words)) await nextFrame();
  };
  const asked = (): string[] => provider.requests.map(({ type }) => type);
  const video = (): HTMLVideoElement => mounted.$<HTMLVideoElement>('video');
  return { ...mounted, says, asked, video };
}

describe('call-lobby', () => {
  afterEach(() => {
    Reflect.deleteProperty(navigator.permissions, 'query');
  });

  itIsAnElement({
    tag: 'call-lobby',
    snapshot: { ...signedIn(), media: CLOSED },
    russian: 'Включить камеру и микрофон',
  });

  describe('opens', () => {
    it('nothing before it is asked, and then asks for both', async () => {
      const { $, asked } = await show(CLOSED);
      expect(asked()).to.deep.equal([]);
      $('[part~=open-button]').click();
      expect(asked()).to.deep.equal(['call-preview-request']);
    });

    it('by itself with `auto`, once', async () => {
      const { asked, set } = await show(CLOSED, 'auto');
      while (asked().length === 0) await nextFrame();
      await set({ media: localMedia({ microphone: OFF, camera: OFF }) });
      expect(asked()).to.deep.equal(['call-preview-request']);
    });

    it('nothing by itself while it cannot be seen', async () => {
      const { asked, element } = await show(CLOSED, 'auto hidden');
      for (let frame = 0; frame < 5; frame += 1) await nextFrame();
      expect(asked()).to.deep.equal([]);
      element.hidden = false;
      while (asked().length === 0) await nextFrame();
    });

    it('by itself with `auto` again after a call, and otherwise when it is asked again', async () => {
      for (const [attributes, expected] of [
        ['auto', 2],
        ['', 1],
      ] as const) {
        const { $, asked, set } = await show(CLOSED, attributes);
        if (!attributes) $('[part~=open-button]').click();
        while (asked().length === 0) await nextFrame();
        await set({ call: active(), media: localMedia() });
        expect(asked()).to.have.length(1);
        await set({ call: ended('ended'), media: CLOSED });
        expect(asked()).to.have.length(expected);
      }
    });

    it('nothing after a veto', async () => {
      const { $, asked } = await show(CLOSED);
      const { events, stop } = requestsAtWindow('call-preview-request', true);
      $('[part~=open-button]').click();
      stop();
      expect([events.length, asked().length]).to.deep.equal([1, 0]);
    });
  });

  it('closes what it opened when it is removed, and nothing else', async () => {
    const { element, $, asked, provider } = await show(CLOSED);
    element.remove();
    expect(asked()).to.deep.equal([]);
    provider.append(element);
    await element.updateComplete;
    $('[part~=open-button]').click();
    element.remove();
    expect((provider.requests as CallPreviewRequest[]).map(({ type, on }) => [type, on])).to.deep.equal([
      ['call-preview-request', true],
      ['call-preview-request', false],
    ]);
  });

  it('closes what it opened when it is for another provider, and opens nothing there that nobody asked for', async () => {
    const { element, $, provider } = await show(CLOSED);
    const other = document.createElement('fake-provider');
    other.id = 'other';
    document.body.append(other);
    $('[part~=open-button]').click();
    element.for = 'other';
    await element.updateComplete;
    const asked = (): boolean[][] =>
      [provider, other].map(({ requests }) => (requests as CallPreviewRequest[]).map(({ on }) => on));
    expect(asked()).to.deep.equal([[true, false], []]);
    element.remove();
    other.remove();
    expect(asked()).to.deep.equal([[true, false], []]);
  });

  it('speaks in regions that are there before their words', async () => {
    const { element, set, says } = await show(localMedia());
    const regions = [...(element.shadowRoot?.querySelectorAll<HTMLElement>('[role=status]') ?? [])];
    expect(regions.map((region) => [region.textContent.trim(), region.checkVisibility()])).to.deep.equal(
      regions.map(() => ['', true]),
    );
    const missing = { status: 'failed', on: false, code: 'media-missing' } as const;
    await set({ media: localMedia({ camera: missing }) });
    await says('Your camera is missing');
    await set({ media: localMedia({ camera: { status: 'requesting', on: true, request: 1 } }) });
    await says('Starting…');
    expect([...(element.shadowRoot?.querySelectorAll('[role=status]') ?? [])]).to.have.length(regions.length);
    expect(regions.some(({ textContent }) => textContent.includes('Starting…'))).to.equal(true);
  });

  describe('shows oneself', () => {
    const isMirrored = (video: HTMLVideoElement): boolean =>
      getComputedStyle(video).transform.startsWith('matrix(-1');

    it('as in a mirror and without a sound', async () => {
      const stream = drawnStream();
      const { element, video } = await show(localMedia({ stream }));
      expectSame(video().srcObject, stream);
      expect([video().muted, video().hidden, isMirrored(video())]).to.deep.equal([true, false, true]);
      expect(element.matches(':state(open)')).to.equal(true);
    });

    it('as others do with a camera that looks away', async () => {
      const stream = drawnStream();
      for (const track of stream.getTracks()) track.getSettings = () => ({ facingMode: 'environment' });
      const { video } = await show(localMedia({ stream }));
      expect(isMirrored(video())).to.equal(false);
    });

    it('and keeps the focus, which goes from the button to what it made', async () => {
      const { $, set, element } = await show(CLOSED);
      $('[part~=open-button]').focus();
      await set({ media: localMedia() });
      while (element.shadowRoot?.activeElement?.localName !== 'call-mic-toggle') await nextFrame();
      expect($('video').tabIndex).to.equal(-1);
    });

    it('and says instead why there is no picture', async () => {
      const { says, video, set } = await show(localMedia({ camera: { status: 'off', on: false } }));
      await says('Your camera is off');
      expect(video().hidden).to.equal(true);
      await set({ media: localMedia({ camera: { status: 'requesting', on: true, request: 1 } }) });
      await says('Starting…');
    });

    it('and says when the browser waits for an answer', async () => {
      permitAs('prompt');
      const { says } = await show(localMedia({ camera: { status: 'requesting', on: true, request: 1 } }));
      await says('Your browser asks');
    });
  });

  describe('with a device that fails', () => {
    const denied = { status: 'failed', on: false, code: 'media-denied' } as const;
    const BOTH_DENIED = localMedia({ camera: denied, microphone: denied });

    it('says once what is wrong with both, and tries both again with one prompt', async () => {
      permitAs('denied');
      const { element, says, $, provider } = await show(BOTH_DENIED);
      await says('Your camera and microphone are blocked');
      expect(element.shadowRoot?.querySelectorAll('[part~=notice]')).to.have.length(1);
      expect(element.matches(':state(unavailable)')).to.equal(true);
      $('[part~=try-button]').click();
      const kinds = (provider.requests as CallRetryDevicesRequest[]).map((request) => request.kinds);
      expect(kinds).to.deep.equal([{ audio: true, video: true }]);
    });

    const HELP: readonly (readonly [PermissionState, RegExp])[] = [
      ['denied', /icon before the address/],
      ['prompt', /question was not answered/],
      ['granted', /privacy settings of the system/],
    ];
    for (const [state, words] of HELP) {
      it(`says what to do where the browser’s answer is ${state}`, async () => {
        permitAs(state);
        const { $ } = await show(BOTH_DENIED);
        while (!words.test($('[part~=notice]').textContent)) await nextFrame();
      });
    }

    const CODES = {
      'media-missing': ['Your camera is missing', 'Plug one in'],
      'media-busy': ['in use by another program', 'Close the other program'],
      'media-insecure': ['not available on this page', 'begins with https'],
      'media-paused': ['Your camera is paused', 'It goes on by itself'],
      'media-policy': ['not available on this page', 'tell the owner'],
    } as const;
    for (const [code, words] of Object.entries(CODES)) {
      it(`says what to do for ${code}`, async () => {
        const camera = { status: 'failed', on: false, code: code as keyof typeof CODES } as const;
        const { says } = await show(localMedia({ camera }));
        for (const some of words) await says(some);
      });
    }

    it('tries again by itself what a person has allowed since', async () => {
      const permit = permitAs('denied');
      const { says, $, asked, set } = await show(CLOSED);
      $('[part~=open-button]').click();
      await set({ media: localMedia({ camera: denied, microphone: { status: 'on', on: true } }) });
      await says('icon before the address');
      permit('granted');
      expect(asked()).to.deep.equal(['call-preview-request', 'call-retry-devices-request']);
    });

    it('tries nothing by itself that nobody asked for here', async () => {
      const permit = permitAs('denied');
      const { says, asked } = await show(localMedia({ camera: denied }));
      await says('icon before the address');
      permit('granted');
      expect(asked()).to.deep.equal([]);
    });
  });

  describe('when one is ready', () => {
    it('tells so', async () => {
      const { $, asked } = await show(CLOSED);
      const { events, stop } = requestsAtWindow('call-ready');
      $('[part~=ready-button]').click();
      stop();
      expect([events.length, asked().length]).to.deep.equal([1, 0]);
    });

    it('calls the one it is for, and nobody without a connection', async () => {
      const { $, asked, set, element } = await show(CLOSED, 'to="Priya"');
      expect($('[part~=ready-button]').textContent).to.contain('Call Priya');
      $('[part~=ready-button]').click();
      expect(asked()).to.deep.equal(['call-dial-request']);
      await set({ link: { status: 'offline' } });
      await element.updateComplete;
      $('[part~=ready-button]').click();
      expect(asked()).to.have.length(1);
      expect([$('[part~=ready-button]').ariaDisabled, $('[part~=ready-button]').title]).to.deep.equal([
        'true',
        'Not connected',
      ]);
    });
  });

  describe('tries', () => {
    it('the network with what a call would connect with, and says what is not set up', async () => {
      const { $, says } = await show(CLOSED);
      $('[name=network]').click();
      await says('A strict one needs a relay (TURN), and none is set up.');
      await says('Within this network: works');
      await says('Through a relay (TURN): not set up');
    });

    it('the network before the sign-in, and says that more is known after it', async () => {
      const { $, says, set } = await show(CLOSED);
      await set({ link: { status: 'offline' } });
      $('[name=network]').click();
      await says('Through a relay (TURN): known once you are signed in');
    });

    it('the speaker', async () => {
      const { $, says } = await show(CLOSED);
      $('[name=speaker]').click();
      await says('You should hear a sound now.');
      await says('If you heard nothing');
    });

    it('a call only with a device that is open', async () => {
      const { $, says } = await show(CLOSED);
      expect([$('[name=call]').ariaDisabled, $('[name=call]').title]).to.deep.equal([
        'true',
        'Turn on camera or microphone first',
      ]);
      $('[name=call]').click();
      await nextFrame();
      expect($('[name=call]').ariaBusy).to.equal('false');
      await says('Call yourself');
    });

    it('a call, which is recorded and played, and says how long the way is', async () => {
      const sound = new DrawnSound(0.3);
      const { $, says, video } = await show(
        localMedia({ stream: sound.stream, camera: { status: 'off', on: false } }),
      );
      $('[name=call]').click();
      await says('Say something. It is recorded for 3 s.');
      expect(video().srcObject instanceof MediaStream && video().srcObject !== sound.stream).to.equal(true);
      await says('This is how others hear you.');
      await says('The test call works');
      expectSame(video().srcObject, sound.stream);
      expect(sound.track.readyState).to.equal('live');
      await sound.close();
    }).timeout(30_000);

    it('a call, and says that nothing was heard', async () => {
      const sound = new DrawnSound(0);
      const { $, says } = await show(localMedia({ stream: sound.stream, camera: OFF }));
      $('[name=call]').click();
      await says('Nothing was heard of you.');
      await sound.close();
    }).timeout(30_000);

    it('a call, and says that it is not the network where nothing can be recorded', async () => {
      const Native = MediaRecorder;
      Object.defineProperty(window, 'MediaRecorder', {
        value: undefined,
        configurable: true,
        writable: true,
      });
      const sound = new DrawnSound(0.3);
      try {
        const { $, says } = await show(localMedia({ stream: sound.stream, camera: OFF }));
        $('[name=call]').click();
        await says('could not be recorded or played');
      } finally {
        window.MediaRecorder = Native;
        await sound.close();
      }
    }).timeout(30_000);

    it('a call that the person ends', async () => {
      const sound = new DrawnSound(0.3);
      const { $, says, video } = await show(localMedia({ stream: sound.stream, camera: OFF }));
      $('[name=call]').click();
      await says('End the test call');
      $('[name=call]').click();
      await says('Call yourself');
      expectSame(video().srcObject, sound.stream);
      await sound.close();
    });

    for (const [way, leave] of [
      [
        'it is removed',
        async (element: HTMLElement) => {
          element.remove();
          await nextFrame();
        },
      ],
      ['a call begins', (_: HTMLElement, begin: () => Promise<void>) => begin()],
    ] as const) {
      it(`nothing any more when ${way}`, async () => {
        const made: RTCPeerConnection[] = [];
        const Native = RTCPeerConnection;
        window.RTCPeerConnection = class extends Native {
          constructor(configuration?: RTCConfiguration) {
            super(configuration);
            made.push(this);
          }
        };
        const sound = new DrawnSound(0.3);
        try {
          const { $, says, element, set } = await show(localMedia({ stream: sound.stream, camera: OFF }));
          $('[name=call]').click();
          await says('Say something');
          await leave(element, () => set({ call: active() }));
          while (made.some(({ connectionState }) => connectionState !== 'closed')) await nextFrame();
          expect(made).to.have.length(2);
        } finally {
          window.RTCPeerConnection = Native;
          await sound.close();
        }
      });
    }
  });

  it('has a state for a call, so that a page can put it away', async () => {
    const { element, set } = await show(CLOSED);
    await set({ call: incoming() });
    await set({ call: active() });
    expect(element.matches(':state(in-call)')).to.equal(true);
  });
});
