import { expect, nextFrame } from '@open-wc/testing';
import { chooseDevice } from '../../browser/devices/chosen-devices.js';
import type { DeviceChoice, DeviceRole } from '../../core/media/device-choice.js';
import type { CallChooseDeviceRequest } from '../../events/requests.js';
import { localMedia } from '../../testing/scenes.js';
import { itIsAnElement, mount, requestsAtWindow, warningsDuring } from '../shared/element.contract.js';
import './call-device-select.define.js';

const { mediaDevices } = navigator;
const device = (kind: string, deviceId: string, label: string): MediaDeviceInfo =>
  ({ kind, deviceId, label, groupId: deviceId }) as MediaDeviceInfo;

/** What is plugged in now. */
let here: readonly MediaDeviceInfo[];

beforeEach(() => {
  here = [
    device('audioinput', 'default', 'Default'),
    device('audioinput', 'desk', 'Desk microphone'),
    device(
      'audioinput',
      'headset',
      'A headset with a name that is far too long for any column that there is',
    ),
    device('videoinput', 'front', 'Front camera'),
    device('audiooutput', 'loud', 'Loudspeaker'),
  ];
  mediaDevices.enumerateDevices = () => Promise.resolve([...here]);
});
afterEach(() => {
  for (const role of ['audio', 'video', 'speaker'] as const) chooseDevice(role);
  Reflect.deleteProperty(mediaDevices, 'enumerateDevices');
});

/** Mounted, and its list is read. */
async function show(attributes = '', count = 3) {
  const mounted = await mount('call-device-select', {}, attributes);
  const list = (): HTMLSelectElement => mounted.$<HTMLSelectElement>('select');
  const names = (): (string | null)[] => [...list().options].map(({ text }) => text);
  const has = async (wanted: number): Promise<void> => {
    while (list().options.length !== wanted) await nextFrame();
  };
  const shows = async (words: string): Promise<void> => {
    while (list().selectedOptions[0]?.text !== words) await nextFrame();
  };
  await has(count);
  return { ...mounted, list, names, has, shows };
}

function pick(list: HTMLSelectElement, value: string): void {
  list.value = value;
  list.dispatchEvent(new Event('change', { bubbles: true }));
}

describe('call-device-select', () => {
  itIsAnElement({ tag: 'call-device-select', snapshot: {}, russian: 'Микрофон' });

  const KINDS: readonly (readonly [string, string, readonly string[]])[] = [
    ['kind="camera"', 'Camera', ['Browser default', 'Front camera']],
    ['kind="microphone"', 'Microphone', ['Browser default', 'Desk microphone', 'A headset']],
    ['kind="speaker"', 'Speaker', ['Browser default', 'Loudspeaker']],
    ['kind="nonsense"', 'Microphone', ['Browser default', 'Desk microphone', 'A headset']],
    ['kind="camera" label="Which eye?"', 'Which eye?', ['Browser default', 'Front camera']],
  ];
  for (const [attributes, label, names] of KINDS) {
    it(`lists with ${attributes} each device once, under "${label}"`, async () => {
      const shown = await show(attributes, names.length);
      expect(shown.$('label').textContent).to.equal(label);
      expect(shown.names().map((name) => name?.slice(0, 15))).to.deep.equal(
        names.map((name) => (name === 'A headset' ? 'A headset with ' : name)),
      );
    });
  }

  it('tells its author once which kinds there are, where it is none of them', async () => {
    const warnings = await warningsDuring(async () => {
      const { element } = await show('kind="webcam"');
      element.label = 'A camera?';
      await element.updateComplete;
    });
    expect(warnings.length).to.equal(1);
    expect(warnings[0]).to.match(/"webcam".*camera, microphone, speaker/);
    const none = await warningsDuring(async () => {
      await show('kind="speaker"', 2);
    });
    expect(none).to.deep.equal([]);
  });

  it('asks for the device that is picked, by id and name, and for none', async () => {
    const { list, provider } = await show();
    pick(list(), 'desk');
    pick(list(), '');
    expect(
      (provider.requests as CallChooseDeviceRequest[]).map(({ kind, device: one }) => [kind, one]),
    ).to.deep.equal([
      ['audio', { deviceId: 'desk', label: 'Desk microphone' }],
      ['audio', null],
    ]);
  });

  it('shows what is chosen and not what was asked for, also after a veto', async () => {
    const { element, list, provider } = await show();
    const { events, stop } = requestsAtWindow('call-choose-device-request', true);
    pick(list(), 'desk');
    stop();
    await element.updateComplete;
    expect([list().value, events.length, provider.requests.length]).to.deep.equal(['', 1, 0]);
    chooseDevice('audio', { deviceId: 'desk' });
    await element.updateComplete;
    expect(list().value).to.equal('desk');
  });

  it('follows what is plugged in and out, and keeps the choice meanwhile in sight', async () => {
    chooseDevice('audio', { deviceId: 'desk', label: 'Desk microphone' });
    const { list, shows } = await show();
    await shows('Desk microphone');
    expect(list().value).to.equal('desk');
    const before = here;
    here = here.filter(({ deviceId }) => deviceId !== 'desk');
    mediaDevices.dispatchEvent(new Event('devicechange'));
    await shows('Not connected: Desk microphone');
    here = before;
    mediaDevices.dispatchEvent(new Event('devicechange'));
    await shows('Desk microphone');
    expect([list().value, list().options.length]).to.deep.equal(['desk', 3]);
  });

  describe('with a choice that is not in the list', () => {
    const ROWS: readonly (readonly [string, DeviceRole, DeviceChoice, string])[] = [
      ['a device that is gone', 'audio', { deviceId: 'gone', label: 'Old one' }, 'Not connected: Old one'],
      ['a device without a name', 'audio', { deviceId: 'gone' }, 'Not connected: Microphone'],
      ['the front of a phone', 'video', { facingMode: 'user' }, 'Front camera'],
      ['the back of a phone', 'video', { facingMode: 'environment' }, 'Back camera'],
    ];
    for (const [title, role, choice, words] of ROWS) {
      it(`shows ${title}, and lets the person give it up for the default`, async () => {
        chooseDevice(role, choice);
        const attributes = role === 'video' ? 'kind="camera"' : '';
        const { list, shows, provider } = await show(attributes, role === 'video' ? 3 : 4);
        await shows(words);
        pick(list(), '');
        expect((provider.requests as CallChooseDeviceRequest[]).map(({ device: one }) => one)).to.deep.equal([
          null,
        ]);
        chooseDevice(role);
        await shows('Browser default');
        expect(list().options.length).to.equal(role === 'video' ? 2 : 3);
      });
    }

    for (const [title, role, choice, words] of [
      ['a camera', 'video', { deviceId: 'gone', label: 'Desk camera' }, 'Not connected: Desk camera'],
      ['the front of a phone', 'video', { facingMode: 'user' }, 'Not connected: Front camera'],
      ['no camera in particular', 'video', undefined, 'Browser default'],
    ] as const) {
      it(`says that ${title} is not connected where the last one of its kind is gone`, async () => {
        here = here.filter(({ kind }) => kind !== 'videoinput');
        chooseDevice(role, choice);
        const { element, shows } = await show('kind="camera"', choice ? 2 : 1);
        await shows(words);
        while (element.matches(':state(unnamed)')) await nextFrame();
        const text = element.shadowRoot?.querySelector('[part=text]')?.textContent;
        expect(text).to.equal(choice ? undefined : 'Not connected: Camera');
      });
    }

    it('does not call a speaker unplugged before a microphone is allowed', async () => {
      here = [device('audioinput', '', '')];
      chooseDevice('speaker', { deviceId: 'loud', label: 'Loudspeaker' });
      const { element, shows } = await show('kind="speaker"', 2);
      await shows('Loudspeaker');
      expect(element.matches(':state(unnamed)')).to.equal(true);
    });

    it('asks for nothing when that is picked again', async () => {
      chooseDevice('audio', { deviceId: 'gone', label: 'Old one' });
      const { list, shows, provider } = await show('', 4);
      await shows('Not connected: Old one');
      pick(list(), 'absent');
      expect(provider.requests).to.deep.equal([]);
    });

    it('does not call it unplugged where the browser names nothing', async () => {
      here = [device('audioinput', '', '')];
      chooseDevice('audio', { deviceId: 'desk', label: 'Desk microphone' });
      const { shows, names } = await show('', 2);
      await shows('Desk microphone');
      expect(names()).to.deep.equal(['Browser default', 'Desk microphone']);
    });
  });

  it('says why it is empty before a device is allowed, and fills when one opens', async () => {
    const named = here;
    here = [device('audioinput', '', '')];
    const { $, element, set, list, has } = await show('', 1);
    await element.updateComplete;
    expect(element.matches(':state(unnamed)')).to.equal(true);
    expect($(`#${String(list().getAttribute('aria-describedby'))}`).textContent).to.contain('allowed');
    here = named;
    await set({ media: localMedia() });
    await has(3);
    expect(element.matches(':state(unnamed)')).to.equal(false);
  });

  it('says where sound is played when the browser gives no choice', async () => {
    const { prototype } = HTMLMediaElement;
    const known = Object.getOwnPropertyDescriptor(prototype, 'setSinkId');
    Reflect.deleteProperty(prototype, 'setSinkId');
    try {
      const { element } = await mount('call-device-select', {}, 'kind="speaker"');
      expect(element.matches(':state(unsupported)')).to.equal(true);
      expect(element.shadowRoot?.querySelector('select')).to.equal(null);
      expect(element.shadowRoot?.textContent).to.contain('settings of the system');
    } finally {
      if (known) Object.defineProperty(prototype, 'setSinkId', known);
    }
  });

  it('hears nothing of devices once it is gone', async () => {
    const { element } = await show();
    element.remove();
    let reads = 0;
    mediaDevices.enumerateDevices = () => {
      reads += 1;
      return Promise.resolve([]);
    };
    mediaDevices.dispatchEvent(new Event('devicechange'));
    expect(reads).to.equal(0);
  });
});
