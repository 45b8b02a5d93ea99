import { expect, fixture, html } from '@open-wc/testing';
import type { MediaErrorCode } from '../../core/errors.js';
import type { LinkState } from '../../core/link/link-state.js';
import type { DeviceState } from '../../core/media/media-state.js';
import type { Snapshot } from '../../core/snapshot.js';
import type { CallRetryDevicesRequest } from '../../events/requests.js';
import type { FakeProvider } from '../../testing/fake-provider.js';
import { active, localMedia, ONLINE, signedIn } from '../../testing/scenes.js';
import {
  expectSame,
  itIsAnElement,
  type Mounted,
  mount,
  requestsAtWindow,
} from '../shared/element.contract.js';
import './call-notice.define.js';
import type { CallNotice } from './call-notice.js';

type Notice = Mounted<CallNotice>;

const failed = (code: MediaErrorCode): DeviceState => ({ status: 'failed', on: false, code });
const asking: DeviceState = { status: 'requesting', on: true, request: 2 };
const camera = (state: DeviceState): Partial<Snapshot> => ({ media: localMedia({ camera: state }) });
const microphone = (state: DeviceState): Partial<Snapshot> => ({ media: localMedia({ microphone: state }) });
const both = (state: DeviceState): Partial<Snapshot> => ({
  media: localMedia({ camera: state, microphone: state }),
});

const WAITING: LinkState = { status: 'waiting', attempt: 1, retryAtMs: 57_900 };
const RETRYING: LinkState = { status: 'connecting', attempt: 2 };
const REFUSED: LinkState = { status: 'refused', closeCode: 4503 };

const show = (snapshot: Partial<Snapshot>): Promise<Notice> =>
  mount('call-notice', { link: ONLINE, ...snapshot });

const titles = ({ element }: Notice): string[] =>
  [...(element.shadowRoot?.querySelectorAll('[part=title]') ?? [])].map((one) => one.textContent);

const words = ({ element }: Notice, part = 'text'): string =>
  element.shadowRoot?.querySelector(`[part=${part}]`)?.textContent.replace(/\s+/g, ' ').trim() ?? '';

async function press({ $, element }: Notice, part: string): Promise<void> {
  $(`[part=${part}]`).click();
  await element.updateComplete;
}

describe('call-notice', () => {
  itIsAnElement({
    tag: 'call-notice',
    snapshot: { ...signedIn(), ...both(failed('media-denied')), link: WAITING },
    russian: 'нет доступа',
  });

  it('takes no room, not even a gap, while there is nothing to say', async () => {
    const root = await fixture<HTMLElement>(
      html`<div>
        <p>a</p>
        <fake-provider><call-notice></call-notice></fake-provider>
        <p>b</p>
      </div>`,
    );
    root.style.setProperty('display', 'grid');
    root.style.setProperty('gap', '20px');
    root.querySelector<FakeProvider>('fake-provider')?.style.setProperty('display', 'contents');
    const notice = root.querySelector('call-notice');
    await notice?.updateComplete;
    expect(notice?.matches(':state(empty)')).to.equal(true);
    const before = root.getBoundingClientRect().height;
    notice?.remove();
    expect(root.getBoundingClientRect().height).to.equal(before);
  });

  const devices: readonly (readonly [MediaErrorCode, string, string])[] = [
    ['media-denied', 'Your camera is blocked', 'Allow access in the address bar, then try again.'],
    ['media-missing', 'Your camera is missing', 'Plug one in, then try again.'],
    ['media-busy', 'Your camera is in use by another program', 'Close the other program, then try again.'],
    [
      'media-overconstrained',
      'Your camera is not able to do what this page asks for',
      'If trying again does not help, tell the owner of this page.',
    ],
    ['media-ended', 'Your camera is not working', 'See that it is plugged in and allowed, then try again.'],
    [
      'media-paused',
      'Your camera is paused',
      'Something else has it, or it is covered or switched off. It goes on by itself when that is over.',
    ],
    ['media-failed', 'Your camera is not working', 'See that it is plugged in and allowed, then try again.'],
  ];
  for (const [code, title, help] of devices) {
    it(`says what ${code} means and what helps, and tries again`, async () => {
      const notice = await show(camera(failed(code)));
      expect(titles(notice)).to.deep.equal([title]);
      expect(words(notice)).to.equal(`Sound still works. ${help}`);
      expect(notice.element.matches(`:state(${code})`)).to.equal(true);
      await press(notice, 'retry-button');
      const [request] = notice.provider.requests as CallRetryDevicesRequest[];
      expect(request?.type).to.equal('call-retry-devices-request');
      expect(request?.kinds).to.deep.equal({ audio: false, video: true });
    });
  }

  it('says that others do not hear whose microphone fails', async () => {
    const notice = await show(microphone(failed('media-missing')));
    expect(titles(notice)).to.deep.equal(['Your microphone is missing']);
    expect(words(notice)).to.contain('Others cannot hear you.');
  });

  it('makes one problem of two devices with the same code, and tries both again with one prompt', async () => {
    const notice = await show(both(failed('media-denied')));
    expect(titles(notice)).to.deep.equal(['Your camera and microphone are blocked']);
    expect(words(notice)).to.contain('Others can neither see nor hear you.');
    await press(notice, 'retry-button');
    const kinds = (notice.provider.requests as CallRetryDevicesRequest[]).map((request) => request.kinds);
    expect(kinds).to.deep.equal([{ audio: true, video: true }]);
  });

  it('says once what several problems mean together', async () => {
    const media = localMedia({ camera: failed('media-denied'), microphone: failed('media-missing') });
    const notice = await show({ media, link: REFUSED });
    expect(titles(notice)).to.deep.equal([
      'Your camera is blocked',
      'Your microphone is missing',
      'The server refused the connection',
    ]);
    const all = notice.element.shadowRoot?.textContent ?? '';
    expect(all.split('Others can neither see nor hear you.')).to.have.length(2);
    expect(all).not.to.contain('with sound');
  });

  it('tells of the provider it is given, and no longer of the one before', async () => {
    const notice = await show(camera(failed('media-denied')));
    const other = document.createElement('fake-provider');
    other.id = 'other';
    other.controller.set({ link: REFUSED });
    notice.provider.append(other);
    notice.element.for = 'other';
    await notice.element.updateComplete;
    expect(titles(notice)).to.deep.equal(['The server refused the connection']);
    expect(notice.element.matches(':state(media-denied)')).to.equal(false);
  });

  it('hands nothing to the provider when the page vetoes', async () => {
    const notice = await show(camera(failed('media-denied')));
    const { events, stop } = requestsAtWindow('call-retry-devices-request', true);
    await press(notice, 'retry-button');
    stop();
    expect(events).to.have.length(1);
    expect(notice.provider.requests).to.deep.equal([]);
  });

  it('stays while the device is tried again, and goes when that helped', async () => {
    const notice = await show(camera(failed('media-denied')));
    notice.$('[part=retry-button]').focus();
    await notice.set(camera(asking));
    expect(words(notice)).to.contain('Trying again…');
    await press(notice, 'retry-button');
    expect(notice.provider.requests).to.deep.equal([]);
    await notice.set(camera(failed('media-denied')));
    expectSame(notice.element.shadowRoot?.activeElement, notice.$('[part=retry-button]'));
    expect(words(notice)).to.contain('Allow access');
    await notice.set(camera({ status: 'on', on: true }));
    expect(notice.element.matches(':state(empty)')).to.equal(true);
  });

  it('says nothing of a device that is asked for the first time', async () => {
    const notice = await show(both(asking));
    expect(titles(notice)).to.deep.equal([]);
  });

  describe('about the connection', () => {
    const lost = async (changes: Partial<Snapshot> = {}): Promise<Notice> => {
      const notice = await show({});
      notice.provider.now = () => 50_000;
      await notice.set({ link: WAITING, ...changes });
      return notice;
    };

    it('says when it is tried again, and tries it now', async () => {
      const notice = await lost();
      expect(titles(notice)).to.deep.equal(['No connection to the server']);
      expect(words(notice)).to.equal('Trying again in 8 s.');
      await press(notice, 'retry-button');
      expect(notice.provider.requests[0]?.type).to.equal('call-reconnect-request');
    });

    it('says that the call goes on', async () => {
      expect(words(await lost({ call: active() }))).to.equal('Your call goes on. Trying again in 8 s.');
    });

    it('stays the same problem, with the focus on its button, while it is tried again and again', async () => {
      const notice = await lost();
      notice.$('[part=retry-button]').focus();
      await notice.set({ link: RETRYING });
      expect(words(notice)).to.equal('Trying again…');
      expect(notice.$('[part=retry-button]').ariaDisabled).to.equal('true');
      await notice.set({ link: WAITING });
      expectSame(notice.element.shadowRoot?.activeElement, notice.$('[part=retry-button]'));
    });

    it('announces itself, and does not announce the seconds', async () => {
      const notice = await lost();
      const region = notice.$('[role=status]');
      expect(region.getAttribute('aria-atomic')).to.equal('false');
      expect(region.textContent).to.contain('No connection to the server');
      const seconds = notice.$('[part=text] span');
      expect(seconds.textContent).to.contain('8 s');
      expect(seconds.closest('[aria-live]')?.getAttribute('aria-live')).to.equal('off');
    });

    it('says that it was refused, and lets one try again', async () => {
      const notice = await show({ link: REFUSED });
      expect(titles(notice)).to.deep.equal(['The server refused the connection']);
      await press(notice, 'retry-button');
      expect(notice.provider.requests[0]?.type).to.equal('call-reconnect-request');
    });

    it('is silent while somebody signs in for the first time, and when signed out', async () => {
      const notice = await show({ link: { status: 'connecting', first: true, attempt: 0 } });
      expect(titles(notice)).to.deep.equal([]);
      await notice.set({ link: { status: 'offline' } });
      expect(titles(notice)).to.deep.equal([]);
    });
  });

  describe('put away', () => {
    it('is gone until it happens anew', async () => {
      const notice = await show(camera(failed('media-denied')));
      await press(notice, 'close-button');
      expect(notice.element.matches(':state(empty)')).to.equal(true);
      await notice.set({ ...camera(failed('media-denied')), link: REFUSED });
      expect(titles(notice)).to.deep.equal(['The server refused the connection']);
      await notice.set({ ...camera({ status: 'off', on: true }), link: ONLINE });
      await notice.set(camera(failed('media-denied')));
      expect(titles(notice)).to.deep.equal(['Your camera is blocked']);
    });

    it('comes back when a device was tried and failed again, or fails in another way', async () => {
      const notice = await show(camera(failed('media-denied')));
      await press(notice, 'close-button');
      await notice.set(camera(asking));
      expect(titles(notice)).to.deep.equal([]);
      await notice.set(camera(failed('media-denied')));
      expect(titles(notice)).to.deep.equal(['Your camera is blocked']);
      await press(notice, 'close-button');
      await notice.set(camera(failed('media-busy')));
      expect(titles(notice)).to.deep.equal(['Your camera is in use by another program']);
    });

    it('does not come back with each try of a connection, only when it is lost again', async () => {
      const notice = await show({ link: WAITING });
      await press(notice, 'close-button');
      await notice.set({ link: RETRYING });
      await notice.set({ link: WAITING });
      expect(titles(notice)).to.deep.equal([]);
      await notice.set({ link: ONLINE });
      await notice.set({ link: WAITING });
      expect(titles(notice)).to.deep.equal(['No connection to the server']);
    });

    it('leaves the other device of the same code to be told', async () => {
      const notice = await show(camera(failed('media-denied')));
      await press(notice, 'close-button');
      await notice.set(both(failed('media-denied')));
      expect(titles(notice)).to.deep.equal(['Your microphone is blocked']);
      expect(words(notice)).to.contain('Others can neither see nor hear you.');
    });

    it('gives the focus to the next problem', async () => {
      const notice = await show({ ...camera(failed('media-denied')), link: REFUSED });
      notice.$('[part=close-button]').focus();
      await press(notice, 'close-button');
      expect(titles(notice)).to.deep.equal(['The server refused the connection']);
      expectSame(notice.element.shadowRoot?.activeElement, notice.$('[part=retry-button]'));
    });
  });

  describe('on a page in which no device can ever work', () => {
    /** The page as its browser and its surroundings would have it. */
    function pretend(object: object, key: string, value: unknown): void {
      const own = Object.getOwnPropertyDescriptor(object, key);
      Object.defineProperty(object, key, { value, configurable: true });
      undo.push(() => {
        if (own) Object.defineProperty(object, key, own);
        else Reflect.deleteProperty(object, key);
      });
    }
    const undo: (() => void)[] = [];
    afterEach(() => {
      for (const one of undo.splice(0)) one();
    });
    const forbid = (...features: readonly string[]): void => {
      pretend(document, 'permissionsPolicy', {
        allowsFeature: (feature: string) => !features.includes(feature),
      });
    };

    it('says so before any call when it is not secure, and that trying again is of no use', async () => {
      pretend(window, 'isSecureContext', false);
      const notice = await show({});
      expect(titles(notice)).to.deep.equal(['Your camera and microphone are not available on this page']);
      expect(words(notice)).to.contain('Open this page at an address that begins with https.');
      expect(notice.element.shadowRoot?.querySelector('[part=retry-button]')).to.equal(null);
      expect(notice.element.matches(':state(media-insecure)')).to.equal(true);
    });

    it('says so before any call when a policy forbids it, and what the author has to write', async () => {
      forbid('camera', 'microphone');
      pretend(window, 'parent', {});
      const notice = await show({});
      expect(titles(notice)).to.deep.equal(['Your camera and microphone are not available on this page']);
      expect(words(notice)).to.contain('For the author of the page around this one:');
      expect(words(notice, 'hint')).to.equal(
        '<iframe allow="camera; microphone; autoplay; speaker-selection">',
      );
      expect(notice.element.shadowRoot?.querySelector('[part=retry-button]')).to.equal(null);
    });

    it('names the header where no other page stands around it, and only the device that is forbidden', async () => {
      forbid('camera');
      pretend(window, 'parent', window);
      const notice = await show({});
      expect(titles(notice)).to.deep.equal(['Your camera is not available on this page']);
      expect(words(notice, 'hint')).to.equal('Permissions-Policy: camera=(self), microphone=(self)');
    });

    it('says the same when a browser tells only after it was asked', async () => {
      pretend(document, 'permissionsPolicy', undefined);
      pretend(document, 'featurePolicy', undefined);
      const notice = await show(both(failed('media-policy')));
      expect(titles(notice)).to.deep.equal(['Your camera and microphone are not available on this page']);
    });

    it('keeps still once it was put away', async () => {
      pretend(window, 'isSecureContext', false);
      const notice = await show({});
      await press(notice, 'close-button');
      await notice.set(both(failed('media-insecure')));
      expect(titles(notice)).to.deep.equal([]);
    });
  });
});
