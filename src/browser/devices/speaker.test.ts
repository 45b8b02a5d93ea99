/** Sound comes out of the speaker that was chosen, if it is there. */
import { expect } from '@open-wc/testing';
import { Recorder } from '../../testing/recorder.js';
import { chooseDevice } from './chosen-devices.js';
import { followSpeaker } from './speaker.js';

const { mediaDevices } = navigator;
let speakers: readonly string[];

/** An element that notes where it is to play. */
function player() {
  const sinks = new Recorder<string>();
  const element = {
    sinkId: '',
    setSinkId: (id: string) => {
      element.sinkId = id;
      sinks.add(id);
      return Promise.resolve();
    },
  };
  return { element: element as unknown as HTMLMediaElement, sinks };
}

describe('the speaker', () => {
  beforeEach(() => {
    speakers = ['loud', 'quiet'];
    mediaDevices.enumerateDevices = () =>
      Promise.resolve(
        speakers.map((id) => ({ kind: 'audiooutput', deviceId: id, label: id })) as MediaDeviceInfo[],
      );
  });
  afterEach(() => {
    chooseDevice('speaker');
    Reflect.deleteProperty(mediaDevices, 'enumerateDevices');
  });

  it('is the chosen one, at once and when it changes, until nobody follows', async () => {
    chooseDevice('speaker', { deviceId: 'loud' });
    const { element, sinks } = player();
    const stop = followSpeaker([element]);
    await sinks.first((id) => id === 'loud');
    chooseDevice('speaker', { deviceId: 'quiet' });
    await sinks.first((id) => id === 'quiet');
    chooseDevice('speaker');
    await sinks.first((id) => id === '');
    stop();
    chooseDevice('speaker', { deviceId: 'loud' });
    await mediaDevices.enumerateDevices();
    expect(sinks.items).to.deep.equal(['loud', 'quiet', '']);
  });

  it('is the one that was chosen last, however slow the change to the one before is', async () => {
    const { element, sinks } = player();
    let arrive = (): void => undefined;
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    const { setSinkId } = element;
    element.setSinkId = async (id) => {
      if (id === 'loud') await arrived;
      await setSinkId(id);
    };
    const asked = new Recorder<string>();
    const slow = element.setSinkId;
    element.setSinkId = (id) => {
      asked.add(id);
      return slow(id);
    };
    const stop = followSpeaker([element]);
    chooseDevice('speaker', { deviceId: 'loud' });
    await asked.first((id) => id === 'loud');
    chooseDevice('speaker');
    arrive();
    await sinks.first((id) => id === '');
    expect([sinks.items, element.sinkId]).to.deep.equal([['loud', ''], '']);
    stop();
  });

  it('is the default while the chosen one is not plugged in', async () => {
    chooseDevice('speaker', { deviceId: 'loud' });
    const { element, sinks } = player();
    const stop = followSpeaker([element]);
    await sinks.first((id) => id === 'loud');
    speakers = ['quiet'];
    mediaDevices.dispatchEvent(new Event('devicechange'));
    await sinks.first((id) => id === '');
    speakers = ['quiet', 'loud'];
    mediaDevices.dispatchEvent(new Event('devicechange'));
    await sinks.until(() => sinks.items.length === 3);
    expect(sinks.items).to.deep.equal(['loud', '', 'loud']);
    stop();
  });
});
