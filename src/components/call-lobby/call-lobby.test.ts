import { expect, nextFrame } from '@open-wc/testing';
import type { CallDialRequest, CallRetryDevicesRequest } from '../../events/requests.js';
import { DrawnSound } from '../../testing/drawn-sound.js';
import { active, drawnStream, incoming, localMedia, signedIn, user } from '../../testing/scenes.js';
import { expectSame, itIsAnElement, requestsAtWindow } from '../shared/element.contract.js';
import { CLOSED, OFF, showLobby } from './lobby-scene.contract.js';

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

describe('call-lobby', () => {
  afterEach(() => {
    Reflect.deleteProperty(navigator.permissions, 'query');
  });

  itIsAnElement({
    tag: 'call-lobby',
    snapshot: { ...signedIn(), media: CLOSED },
    russian: 'Включить камеру и микрофон',
  });

  it('speaks in regions that are there before their words', async () => {
    const { element, set, says } = await showLobby(localMedia());
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
      const { element, video } = await showLobby(localMedia({ stream }));
      expectSame(video().srcObject, stream);
      expect([video().muted, video().hidden, isMirrored(video())]).to.deep.equal([true, false, true]);
      expect(element.matches(':state(open)')).to.equal(true);
    });

    it('as others do with a camera that looks away, and leaves clicks on it to the page', async () => {
      const stream = drawnStream();
      for (const track of stream.getTracks()) track.getSettings = () => ({ facingMode: 'environment' });
      const { element, video } = await showLobby(localMedia({ stream }));
      expect(isMirrored(video())).to.equal(false);
      const { left, top, width, height } = video().getBoundingClientRect();
      expectSame(element.shadowRoot?.elementFromPoint(left + width / 2, top + height / 3), video());
    });

    it('and keeps the focus, which goes from the button to what it made', async () => {
      const { $, set, element } = await showLobby(CLOSED);
      $('[part~=open-button]').focus();
      await set({ media: localMedia() });
      while (element.shadowRoot?.activeElement?.localName !== 'call-mic-toggle') await nextFrame();
      expect($('video').tabIndex).to.equal(-1);
    });

    it('and says instead why there is no picture', async () => {
      const { says, video, set } = await showLobby(localMedia({ camera: { status: 'off', on: false } }));
      await says('Your camera is off');
      expect(video().hidden).to.equal(true);
      await set({ media: localMedia({ camera: { status: 'requesting', on: true, request: 1 } }) });
      await says('Starting…');
    });

    it('and says when the browser waits for an answer', async () => {
      permitAs('prompt');
      const { says } = await showLobby(
        localMedia({ camera: { status: 'requesting', on: true, request: 1 } }),
      );
      await says('Your browser asks');
    });
  });

  describe('with a device that fails', () => {
    const denied = { status: 'failed', on: false, code: 'media-denied' } as const;
    const BOTH_DENIED = localMedia({ camera: denied, microphone: denied });

    it('says once what is wrong with both, and tries both again with one prompt', async () => {
      permitAs('denied');
      const { element, says, $, provider } = await showLobby(BOTH_DENIED);
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
        const { $ } = await showLobby(BOTH_DENIED);
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
      const isFinal = code === 'media-insecure' || code === 'media-policy';
      it(`says what to do for ${code}, and offers ${isFinal ? 'nothing' : 'to try again'}`, async () => {
        const camera = { status: 'failed', on: false, code: code as keyof typeof CODES } as const;
        const { says, element } = await showLobby(localMedia({ camera }));
        for (const some of words) await says(some);
        const offered = element.shadowRoot?.querySelectorAll('[part~=try-button]');
        expect(offered).to.have.length(isFinal ? 0 : 1);
      });
    }

    it('offers none in a page that is not secure, and says why', async () => {
      Object.defineProperty(window, 'isSecureContext', { value: false, configurable: true });
      try {
        const { element, says } = await showLobby(CLOSED);
        await says('begins with https');
        expect(element.shadowRoot?.querySelector('[part~=open-button], [part~=try-button]')).to.equal(null);
        expect(element.matches(':state(unavailable)')).to.equal(true);
      } finally {
        Object.defineProperty(window, 'isSecureContext', { value: true, configurable: true });
      }
    });

    it('tries again by itself what a person has allowed since', async () => {
      const permit = permitAs('denied');
      const { says, $, asked, set } = await showLobby(CLOSED);
      $('[part~=open-button]').click();
      await set({ media: localMedia({ camera: denied, microphone: { status: 'on', on: true } }) });
      await says('icon before the address');
      permit('granted');
      expect(asked()).to.deep.equal(['call-preview-request', 'call-retry-devices-request']);
    });

    it('tries nothing by itself that nobody asked for here', async () => {
      const permit = permitAs('denied');
      const { says, asked } = await showLobby(localMedia({ camera: denied }));
      await says('icon before the address');
      permit('granted');
      expect(asked()).to.deep.equal([]);
    });
  });

  describe('when one is ready', () => {
    it('tells so', async () => {
      const { $, asked } = await showLobby(CLOSED);
      const { events, stop } = requestsAtWindow('call-ready');
      $('[part~=ready-button]').click();
      stop();
      expect([events.length, asked().length]).to.deep.equal([1, 0]);
    });

    it('calls the one it is for, and nobody without a connection', async () => {
      const { $, asked, set, element } = await showLobby(CLOSED, 'to="Priya"');
      await set({ users: [user('Priya')] });
      expect($('[part~=ready-button]').textContent).to.contain('Call Priya');
      $('[part~=ready-button]').click();
      expect(asked()).to.deep.equal(['call-dial-request']);
      await set({ link: { status: 'offline' } });
      await element.updateComplete;
      $('[part~=ready-button]').click();
      expect(asked()).to.have.length(1);
      expect([$('[part~=ready-button]').ariaDisabled, $('#obstacle').textContent]).to.deep.equal([
        'true',
        'Not connected',
      ]);
    });

    it('says that the one it is for is not here, until they are', async () => {
      const { $, asked, set } = await showLobby(CLOSED, 'to="Priya"');
      const { events, stop } = requestsAtWindow('call-ready');
      const button = $('[part~=ready-button]');
      button.click();
      expect([events.length, asked().length, button.ariaDisabled]).to.deep.equal([0, 0, 'true']);
      expect([$('#obstacle').textContent, button.getAttribute('aria-describedby')]).to.deep.equal([
        'Priya is not here now',
        'obstacle',
      ]);
      await set({ users: [user('priya')] });
      expect([$('#obstacle').textContent, button.ariaDisabled]).to.deep.equal(['', 'false']);
      const dialled = requestsAtWindow('call-dial-request');
      button.click();
      stop();
      dialled.stop();
      expect([events.length, asked()]).to.deep.equal([1, ['call-dial-request']]);
      expect(dialled.events.map((event) => (event as CallDialRequest).to)).to.deep.equal(['priya']);
    });
  });

  describe('tries', () => {
    it('the network with what a call would connect with, and says what is not set up', async () => {
      const { $, says } = await showLobby(CLOSED);
      $('[name=network]').click();
      await says('Only calls within this network are sure.');
      expect($('[name=network] .mark').matches('.bad')).to.equal(true);
      await says('Within this network: works');
      await says('Through a relay (TURN): not set up');
    });

    it('the network before the sign-in, and says that more is known after it', async () => {
      const { $, says, set, element } = await showLobby(CLOSED);
      await set({ link: { status: 'offline' } });
      $('[name=network]').click();
      await says('Known once you are signed in.');
      await says('Through a relay (TURN): known once you are signed in');
      expect(element.shadowRoot?.querySelector('[name=network] .mark')).to.equal(null);
    });

    it('the speaker', async () => {
      const { $, says } = await showLobby(CLOSED);
      $('[name=speaker]').click();
      await says('You should hear a sound now.');
      await says('If you heard nothing');
    });

    it('a call only with a device that is open', async () => {
      const { $, says } = await showLobby(CLOSED);
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
      const { $, says, video } = await showLobby(
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
      const { $, says } = await showLobby(localMedia({ stream: sound.stream, camera: OFF }));
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
        const { $, says } = await showLobby(localMedia({ stream: sound.stream, camera: OFF }));
        $('[name=call]').click();
        await says('could not be recorded or played');
      } finally {
        window.MediaRecorder = Native;
        await sound.close();
      }
    }).timeout(30_000);

    it('a call that the person ends', async () => {
      const sound = new DrawnSound(0.3);
      const { $, says, video } = await showLobby(localMedia({ stream: sound.stream, camera: OFF }));
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
          const { $, says, element, set } = await showLobby(
            localMedia({ stream: sound.stream, camera: OFF }),
          );
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
    const { element, set } = await showLobby(CLOSED);
    await set({ call: incoming() });
    await set({ call: active() });
    expect(element.matches(':state(in-call)')).to.equal(true);
  });
});
