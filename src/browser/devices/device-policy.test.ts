/** Which device is used, as docs/devices.md promises: the page's, else the chosen one, else the browser's default. */
import { expect } from '@open-wc/testing';
import type { DeviceChoice } from '../../core/media/device-choice.js';
import { Recorder } from '../../testing/recorder.js';
import { FakeController } from '../../testing/fake-controller.js';
import { chooseDevice, chosenDevice, onDeviceChoice } from './chosen-devices.js';
import { chooseProcessing, chosenProcessing, onProcessingChoice } from './chosen-processing.js';
import { watchDevices } from './device-policy.js';
import { UserMedia } from '../user-media.js';

const devices = navigator.mediaDevices;
const openReally = devices.getUserMedia.bind(devices);
const AUDIO = { audio: true, video: false };

interface Device {
  readonly kind: string;
  readonly deviceId: string;
  readonly groupId: string;
  readonly label: string;
}
const device = (kind: string, deviceId: string, label = deviceId, groupId = deviceId): Device => ({
  kind,
  deviceId,
  label,
  groupId,
});

const DESK = device('audioinput', 'desk', 'Desk microphone');
const HEADSET = device('audioinput', 'headset', 'Headset');
const FRONT = device('videoinput', 'front', 'Front camera');

/** What is plugged in now. */
let here: readonly Device[];
/** What the browser was asked for, and what it gave: what stands in `asked`, as far as it says which device. */
let asked: Recorder<MediaStreamConstraints>;
let media: UserMedia | undefined;

/** A real track that says it belongs to the device that was asked for, or else to the system's default. */
async function openNamed(constraints: MediaStreamConstraints = {}): Promise<MediaStream> {
  asked.add(constraints);
  const stream = await openReally({ audio: constraints.audio !== false, video: constraints.video !== false });
  for (const track of stream.getTracks()) {
    const wish = constraints[track.kind as 'audio' | 'video'] as MediaTrackConstraints;
    const { exact = 'default' } = (wish.deviceId ?? {}) as ConstrainDOMStringParameters;
    const groupId = here.find(({ deviceId }) => deviceId === exact)?.groupId ?? '';
    const { noiseSuppression = true } = wish;
    track.getSettings = () => ({
      deviceId: String(exact),
      groupId,
      noiseSuppression: Boolean(noiseSuppression),
    });
    // As Chromium's microphone does: says yes and does nothing.
    track.applyConstraints = () => Promise.resolve();
  }
  return stream;
}

const open = (constraints: object = {}): UserMedia => (media = new UserMedia(() => constraints));
/** The microphone that is open, and whether it is. */
const microphone = (): readonly unknown[] =>
  (media?.stream.getAudioTracks() ?? []).map((track) => [track.getSettings().deviceId, track.readyState]);
const audioAsked = (): unknown[] => asked.items.map(({ audio }) => audio);

beforeEach(() => {
  here = [device('audioinput', 'default', 'Default', 'desk'), DESK, HEADSET, FRONT];
  asked = new Recorder();
  devices.enumerateDevices = () => Promise.resolve(here as unknown as MediaDeviceInfo[]);
  devices.getUserMedia = openNamed;
});
afterEach(() => {
  media?.stop('audio');
  media?.stop('video');
  for (const role of ['audio', 'video', 'speaker'] as const) chooseDevice(role);
  chooseProcessing();
  Reflect.deleteProperty(devices, 'enumerateDevices');
  Reflect.deleteProperty(devices, 'getUserMedia');
});

describe('the device that is opened', () => {
  const ROWS: readonly (readonly [string, DeviceChoice | undefined, object, unknown])[] = [
    ['the default without a choice', undefined, {}, {}],
    ['the chosen one', { deviceId: 'headset' }, {}, { deviceId: { exact: 'headset' } }],
    [
      'the chosen one by its name, where its id has changed',
      { deviceId: 'old', label: 'Headset' },
      {},
      { deviceId: { exact: 'headset' } },
    ],
    ['the default while the chosen one is not plugged in', { deviceId: 'gone', label: 'Gone' }, {}, {}],
    ['no other one because neither has a name', { deviceId: 'gone', label: '' }, {}, {}],
    [
      'the one the page asks for, whatever was chosen',
      { deviceId: 'headset' },
      { audio: { deviceId: 'desk' } },
      { deviceId: { exact: 'desk' } },
    ],
    [
      'the chosen one, with what else the page asks',
      { deviceId: 'headset' },
      { audio: { echoCancellation: false } },
      { deviceId: { exact: 'headset' }, echoCancellation: false },
    ],
  ];
  for (const [title, choice, constraints, expected] of ROWS) {
    it(`is ${title}`, async () => {
      chooseDevice('audio', choice);
      await open(constraints).open(AUDIO);
      expect(audioAsked()).to.deep.equal([expected]);
    });
  }

  it('is the side of a phone that was chosen, unless the page demands one', async () => {
    chooseDevice('video', { facingMode: 'environment' });
    await open({ video: { facingMode: 'user' } }).open({ audio: false, video: true });
    media?.stop('video');
    await open({ video: { facingMode: { exact: 'user' } } }).open({ audio: false, video: true });
    expect(asked.items.map(({ video }) => video)).to.deep.equal([
      { facingMode: 'environment' },
      { facingMode: { exact: 'user' } },
    ]);
  });

  it('is none if it was stopped before it was known which', async () => {
    chooseDevice('audio', { deviceId: 'headset' });
    const opening = open().open(AUDIO);
    media?.stop('audio');
    expect((await opening).opened).to.deep.equal({ audio: false, video: false });
    expect(asked.items).to.deep.equal([]);
  });
});

describe('the sound of the microphone', () => {
  const ROWS: readonly (readonly [string, MediaTrackConstraints, MediaTrackConstraints])[] = [
    ['as the person has chosen', {}, { noiseSuppression: false }],
    ['so whatever the page wishes', { noiseSuppression: true }, { noiseSuppression: false }],
    ['as the page demands', { noiseSuppression: { exact: true } }, { noiseSuppression: { exact: true } }],
    [
      'as the page wishes where the person has no opinion',
      { echoCancellation: false },
      { echoCancellation: false, noiseSuppression: false },
    ],
  ];
  for (const [title, wish, expected] of ROWS) {
    it(`is treated ${title}`, async () => {
      chooseProcessing({ noiseSuppression: false });
      await open({ audio: wish }).open(AUDIO);
      expect(audioAsked()).to.deep.equal([expected]);
    });
  }

  it('follows in the middle of a call, muted or not, and says that it is another', async () => {
    const port = open();
    await port.open(AUDIO);
    port.setEnabled('audio', false);
    expect((await port.adjust(AUDIO)).isSame).to.equal(true);
    chooseProcessing({ noiseSuppression: false });
    expect((await port.adjust(AUDIO)).isSame).to.equal(undefined);
    const [track] = port.stream.getAudioTracks();
    expect([track?.getSettings().noiseSuppression, track?.enabled]).to.deep.equal([false, false]);
  });

  it('is remembered one by one, told, and given up', () => {
    const told = new Recorder<unknown>();
    const stop = onProcessingChoice(() => told.add(chosenProcessing()));
    chooseProcessing({ echoCancellation: false });
    chooseProcessing({ autoGainControl: true });
    expect(localStorage.getItem('call-elements/audio-processing')).to.contain('echoCancellation');
    chooseProcessing();
    stop();
    chooseProcessing({ noiseSuppression: true });
    expect(told.items).to.deep.equal([
      { echoCancellation: false },
      { echoCancellation: false, autoGainControl: true },
      {},
    ]);
  });

  it('is as nobody has chosen it where somebody has written nonsense', () => {
    localStorage.setItem('call-elements/audio-processing', '{"noiseSuppression":"loud","width":1}');
    expect(chosenProcessing()).to.deep.equal({});
  });
});

describe('a microphone that is open', () => {
  it('gives way to the one that is chosen, and stays muted', async () => {
    const port = open();
    await port.open(AUDIO);
    port.setEnabled('audio', false);
    chooseDevice('audio', { deviceId: 'headset' });
    await port.adjust(AUDIO);
    expect(microphone()).to.deep.equal([['headset', 'live']]);
    expect(port.stream.getAudioTracks()[0]?.enabled).to.equal(false);
  });

  it('gives way to the chosen one when that is plugged in', async () => {
    chooseDevice('audio', { deviceId: 'headset', label: 'Headset' });
    here = here.filter((one) => one !== HEADSET);
    const port = open();
    await port.open(AUDIO);
    expect(microphone()).to.deep.equal([['default', 'live']]);
    here = [...here, HEADSET];
    await port.adjust(AUDIO);
    expect(microphone()).to.deep.equal([['headset', 'live']]);
  });

  it('gives way to the default when the choice is given up', async () => {
    chooseDevice('audio', { deviceId: 'headset' });
    const port = open();
    await port.open(AUDIO);
    chooseDevice('audio');
    await port.adjust(AUDIO);
    expect(microphone()).to.deep.equal([['default', 'live']]);
  });

  it('gives way to another default of the system, where it is the default', async () => {
    const port = open();
    await port.open(AUDIO);
    here = [device('audioinput', 'default', 'Default', 'headset'), DESK, HEADSET];
    await port.adjust(AUDIO);
    expect(asked.items).to.have.length(2);
    await port.adjust(AUDIO);
    expect(asked.items).to.have.length(2);
  });

  it('is lost when the system has another default because it is gone', async () => {
    const port = open();
    await port.open(AUDIO);
    const lost: string[] = [];
    port.onEnded = (kind) => lost.push(kind);
    here = [device('audioinput', 'default', 'Default', 'headset'), HEADSET];
    await port.adjust(AUDIO);
    expect([lost, asked.items.length]).to.deep.equal([['audio'], 1]);
  });

  it('gives way to the chosen one as soon as the browser names it', async () => {
    chooseDevice('audio', { deviceId: 'headset', label: 'Headset' });
    const named = here;
    here = [device('audioinput', '', '', '')];
    const port = open();
    devices.getUserMedia = (constraints) => {
      here = named;
      return openNamed(constraints);
    };
    expect((await port.open(AUDIO)).late).to.deep.equal({ audio: true, video: false });
    expect(microphone()).to.deep.equal([['default', 'live']]);
    await port.adjust(AUDIO);
    expect(microphone()).to.deep.equal([['headset', 'live']]);
  });

  it('is not tried again and again while the chosen one is busy', async () => {
    const port = open();
    await port.open(AUDIO);
    devices.getUserMedia = (constraints) =>
      JSON.stringify(constraints).includes('headset')
        ? (asked.add(constraints ?? {}), Promise.reject(new DOMException('', 'NotFoundError')))
        : openNamed(constraints);
    const tried = (): number =>
      audioAsked().filter((wish) => JSON.stringify(wish).includes('headset')).length;
    chooseDevice('audio', { deviceId: 'headset' });
    for (const _ of [1, 2, 3]) await port.adjust(AUDIO);
    expect(tried()).to.equal(1);
    chooseDevice('audio', { deviceId: 'headset' });
    await port.adjust(AUDIO);
    expect(tried()).to.equal(2);
    here = [...here, device('audioinput', 'third')];
    await port.adjust(AUDIO);
    expect([tried(), microphone()]).to.deep.equal([3, [['default', 'live']]]);
  });

  it('stays when its own list has lost it: nothing is opened that nobody asked for', async () => {
    chooseDevice('audio', { deviceId: 'headset' });
    const port = open();
    await port.open(AUDIO);
    here = here.filter((one) => one !== HEADSET);
    await port.adjust(AUDIO);
    expect(asked.items).to.have.length(1);
    expect(microphone()).to.deep.equal([['headset', 'live']]);
  });
});

describe('a choice', () => {
  it('is told, remembered and given up', () => {
    const told = new Recorder<string>();
    const stop = onDeviceChoice(told.add);
    chooseDevice('speaker', { deviceId: 'loud', label: 'Loud' });
    expect(chosenDevice('speaker')).to.deep.equal({ deviceId: 'loud', label: 'Loud' });
    expect(localStorage.getItem('call-elements/device:speaker')).to.contain('loud');
    chooseDevice('speaker');
    expect(chosenDevice('speaker')).to.equal(undefined);
    stop();
    chooseDevice('audio', {});
    expect(told.items).to.deep.equal(['speaker', 'speaker']);
  });

  it('counts for this page where the browser stores nothing', () => {
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = () => {
      throw new DOMException('Not here.', 'SecurityError');
    };
    try {
      chooseDevice('audio', { deviceId: 'desk' });
    } finally {
      Storage.prototype.setItem = setItem;
    }
    expect(chosenDevice('audio')).to.deep.equal({ deviceId: 'desk' });
    expect(localStorage.getItem('call-elements/device:audio')).to.equal(null);
  });

  for (const kept of ['[', '"x"', '{"deviceId":5,"facingMode":"up"}']) {
    it(`is none, or an empty one, where somebody has written ${kept}`, () => {
      localStorage.setItem('call-elements/device:audio', kept);
      expect(chosenDevice('audio') ?? {}).to.deep.equal({});
    });
  }
});

describe('what is open', () => {
  it('is looked at again when something is plugged in or chosen, until nobody watches', () => {
    const controller = new FakeController();
    const stop = watchDevices(controller);
    devices.dispatchEvent(new Event('devicechange'));
    chooseDevice('video', { deviceId: 'front' });
    chooseDevice('speaker', { deviceId: 'loud' });
    expect(controller.commands).to.deep.equal([['applyConstraints'], ['applyConstraints']]);
    chooseProcessing({ echoCancellation: false });
    expect(controller.commands).to.have.length(3);
    stop();
    devices.dispatchEvent(new Event('devicechange'));
    chooseProcessing({ echoCancellation: true });
    chooseDevice('video');
    expect(controller.commands).to.have.length(3);
  });
});
