/** Devices that the person does not allow, in a browser that really asks. */
import { expect } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';
import { UserMedia } from './user-media.js';

type State = 'granted' | 'denied' | 'prompt';
const permit = async (camera: State, microphone: State): Promise<void> => {
  await executeServerCommand('set-permission', [
    { name: 'camera', state: camera },
    { name: 'microphone', state: microphone },
  ]);
};

const BOTH = { audio: true, video: true };

describe('UserMedia without permission', () => {
  let media: UserMedia;
  beforeEach(() => {
    media = new UserMedia();
  });
  afterEach(async () => {
    media.stop('audio');
    media.stop('video');
    await executeServerCommand('reset-permissions');
  });

  it('says which devices are not allowed', async () => {
    await permit('denied', 'denied');
    expect(await media.open(BOTH)).to.deep.equal({
      opened: { audio: false, video: false },
      errors: { audio: 'media-denied', video: 'media-denied' },
    });
    expect(media.stream.getTracks()).to.deep.equal([]);
  });

  it('opens the microphone when only the camera is not allowed', async () => {
    await permit('denied', 'granted');
    expect(await media.open(BOTH)).to.deep.equal({
      opened: { audio: true, video: false },
      errors: { video: 'media-denied' },
    });
  });

  it('opens the camera when only the microphone is not allowed', async () => {
    await permit('granted', 'denied');
    const { opened, errors } = await media.open(BOTH);
    expect([opened, errors]).to.deep.equal([{ audio: false, video: true }, { audio: 'media-denied' }]);
  });

  it('opens what was denied before once it is allowed', async () => {
    await permit('denied', 'denied');
    await media.open(BOTH);
    await permit('granted', 'granted');
    expect((await media.open(BOTH)).opened).to.deep.equal(BOTH);
  });

  it('notices that a permission is taken back in the middle', async () => {
    await permit('granted', 'granted');
    await media.open(BOTH);
    const lost = new Promise<string>((resolve) => (media.onEnded = resolve));
    await permit('denied', 'granted');
    expect(['audio', 'video']).to.include(await lost);
  });
});
