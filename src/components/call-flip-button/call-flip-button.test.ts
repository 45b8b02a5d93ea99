import { expect, nextFrame } from '@open-wc/testing';
import type { CallChooseDeviceRequest } from '../../events/requests.js';
import { drawnStream, localMedia } from '../../testing/scenes.js';
import { itSaysItsNameOnce } from '../shared/button-face.contract.js';
import { itIsAnElement, mount } from '../shared/element.contract.js';
import './call-flip-button.define.js';

const { mediaDevices } = navigator;
const camera = (deviceId: string, label = `Camera ${deviceId}`, facingMode: string[] = []): MediaDeviceInfo =>
  ({
    kind: 'videoinput',
    deviceId,
    label,
    groupId: deviceId,
    getCapabilities: () => ({ facingMode }),
  }) as unknown as MediaDeviceInfo;
const FRONT = camera('front', 'Camera front', ['user']);
const BACK = camera('back', 'Camera back', ['environment']);

let here: readonly MediaDeviceInfo[];

/** With the camera open that has these settings. */
async function show(settings: MediaTrackSettings, status: 'on' | 'off' = 'on') {
  const stream = drawnStream();
  for (const track of stream.getTracks()) track.getSettings = () => settings;
  const device = status === 'on' ? ({ status, on: true } as const) : ({ status, on: false } as const);
  const mounted = await mount('call-flip-button', { media: localMedia({ stream, camera: device }) });
  const untilSingle = async (isSingle: boolean): Promise<void> => {
    while (mounted.element.matches(':state(single)') !== isSingle) await nextFrame();
  };
  const asked = (): unknown[] =>
    (mounted.provider.requests as CallChooseDeviceRequest[]).map(({ kind, device: one }) => [kind, one]);
  await untilSingle(here.length < 2);
  return { ...mounted, untilSingle, asked, button: mounted.$<HTMLButtonElement>('button') };
}

describe('call-flip-button', () => {
  beforeEach(() => {
    here = [FRONT, camera('wide'), BACK];
    mediaDevices.enumerateDevices = () => Promise.resolve([...here]);
  });
  afterEach(() => {
    Reflect.deleteProperty(mediaDevices, 'enumerateDevices');
  });

  itIsAnElement({ tag: 'call-flip-button', snapshot: {}, russian: 'Другая камера' });

  itSaysItsNameOnce('Use the other camera', () => show({}));

  const ROWS: readonly (readonly [string, MediaTrackSettings, object])[] = [
    ['the back of a phone from the front', { facingMode: 'user' }, { facingMode: 'environment' }],
    ['the front of a phone from the back', { facingMode: 'environment' }, { facingMode: 'user' }],
    ['the next one elsewhere', { deviceId: 'front' }, { deviceId: 'wide', label: 'Camera wide' }],
    ['the first one after the last', { deviceId: 'back' }, { deviceId: 'front', label: 'Camera front' }],
    [
      'the first one after one that is not listed',
      { deviceId: 'x' },
      { deviceId: 'front', label: 'Camera front' },
    ],
  ];
  for (const [title, settings, device] of ROWS) {
    it(`asks for ${title}`, async () => {
      const { button, asked } = await show(settings);
      button.click();
      expect(asked()).to.deep.equal([['video', device]]);
    });
  }

  it('asks for the next one where no camera looks to the other side, as beside a machine with one of its own', async () => {
    const plain = { kind: 'videoinput', deviceId: 'usb', label: 'Camera usb', groupId: 'usb' };
    here = [FRONT, plain as MediaDeviceInfo];
    const { button, asked } = await show({ deviceId: 'front', facingMode: 'user' });
    button.click();
    expect(asked()).to.deep.equal([['video', { deviceId: 'usb', label: 'Camera usb' }]]);
  });

  it('takes no room where there is one camera, and comes when another is plugged in', async () => {
    here = [camera('front')];
    const { element, untilSingle } = await show({ deviceId: 'front' });
    expect(element.checkVisibility()).to.equal(false);
    here = [...here, camera('back')];
    mediaDevices.dispatchEvent(new Event('devicechange'));
    await untilSingle(false);
    expect(element.checkVisibility()).to.equal(true);
  });

  it('takes no room before the browser names the cameras', async () => {
    here = [camera('', ''), camera('', '')];
    const { element } = await mount('call-flip-button', { media: localMedia() });
    while (!element.matches(':state(single)')) await nextFrame();
    expect(element.checkVisibility()).to.equal(false);
  });

  it('says that the camera is off and does nothing', async () => {
    const { button, asked, element } = await show({ facingMode: 'user' }, 'off');
    button.click();
    expect(asked()).to.deep.equal([]);
    expect([button.ariaDisabled, button.title]).to.deep.equal(['true', 'Your camera is off']);
    expect(element.matches(':state(off)')).to.equal(true);
  });

  it('asks for the other side where no browser says to which side a listed camera looks', async () => {
    here = here.map(({ kind, deviceId, label }) => ({ kind, deviceId, label }) as MediaDeviceInfo);
    const { button, asked } = await show({ facingMode: 'user' });
    button.click();
    expect(asked()).to.deep.equal([['video', { facingMode: 'environment' }]]);
  });

  it('follows the camera that is open now', async () => {
    const { button, asked, set } = await show({ facingMode: 'user' });
    const stream = drawnStream();
    for (const track of stream.getTracks()) track.getSettings = () => ({ facingMode: 'environment' });
    await set({ media: localMedia({ stream }) });
    button.click();
    expect(asked()).to.deep.equal([['video', { facingMode: 'user' }]]);
  });
});
