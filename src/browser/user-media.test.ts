import { expect } from '@open-wc/testing';
import { mediaContract } from '../testing/media.contract.js';
import { toMediaStream } from './media-stream.js';
import { type Constraints, UserMedia } from './user-media.js';
import type { MediaPort } from '../core/ports.js';
import type { MediaKind } from '../core/stream-handle.js';

const tracks = (port: MediaPort, kind: MediaKind): readonly MediaStreamTrack[] =>
  toMediaStream(port.stream)
    ?.getTracks()
    .filter((track) => track.kind === kind) ?? [];

mediaContract('getUserMedia', {
  create: () => new UserMedia(),
  isLit: (port, kind) => tracks(port, kind).some((track) => track.readyState === 'live'),
  isMuted: (port, kind) => tracks(port, kind).every((track) => !track.enabled),
  lose: (port, kind) => {
    for (const track of tracks(port, kind)) track.dispatchEvent(new Event('ended'));
  },
});

describe('UserMedia', () => {
  const BOTH = { audio: true, video: true };
  let media: UserMedia | undefined;
  const open = (constraints: () => Constraints): UserMedia => (media = new UserMedia(constraints));
  afterEach(() => {
    media?.stop('audio');
    media?.stop('video');
  });

  it('goes on with what is left when one device cannot do what is asked', async () => {
    const port = open(() => ({ video: { width: { min: 100_000 } } }));
    expect(await port.open(BOTH)).to.deep.equal({
      opened: { audio: true, video: false },
      errors: { video: 'media-overconstrained' },
    });
    expect(port.stream.getTracks().map(({ kind }) => kind)).to.deep.equal(['audio']);
  });

  it('answers, and does not reject, when the constraints cannot even be read', async () => {
    const port = open(() => {
      throw new Error('broken constraints');
    });
    expect(await port.open(BOTH)).to.deep.equal({
      opened: { audio: false, video: false },
      errors: { audio: 'media-failed', video: 'media-failed' },
    });
  });

  it('reads the constraints anew at each opening', async () => {
    let video: MediaTrackConstraints = { width: { min: 100_000 } };
    const port = open(() => ({ video }));
    expect((await port.open({ audio: false, video: true })).opened.video).to.equal(false);
    video = {};
    expect((await port.open({ audio: false, video: true })).opened.video).to.equal(true);
  });

  it('says that a page without media devices is not secure', async () => {
    const here = Object.getOwnPropertyDescriptor(Navigator.prototype, 'mediaDevices') as PropertyDescriptor;
    Reflect.deleteProperty(Navigator.prototype, 'mediaDevices');
    try {
      expect((await new UserMedia().open(BOTH)).errors).to.deep.equal({
        audio: 'media-insecure',
        video: 'media-insecure',
      });
    } finally {
      Object.defineProperty(Navigator.prototype, 'mediaDevices', here);
    }
  });

  it('leaves one live track of a kind that is opened twice', async () => {
    const port = open(() => ({}));
    await port.open({ audio: true, video: false });
    const [first] = port.stream.getTracks();
    await port.open({ audio: true, video: false });
    expect(port.stream.getTracks().length).to.equal(1);
    expect(first?.readyState).to.equal('ended');
  });

  describe('when the person does not answer with yes', () => {
    const devices = navigator.mediaDevices;
    const { permissions } = navigator;
    const asked: MediaStreamConstraints[] = [];
    let answer: (reason: DOMException) => void = () => undefined;

    beforeEach(() => {
      asked.length = 0;
      devices.getUserMedia = (constraints = {}) => {
        asked.push(constraints);
        return new Promise((_, reject) => (answer = reject));
      };
    });
    afterEach(() => {
      Reflect.deleteProperty(devices, 'getUserMedia');
      Reflect.deleteProperty(permissions, 'query');
    });

    it('asks for nothing again after the call was hung up during the prompt', async () => {
      const port = open(() => ({}));
      const opening = port.open(BOTH);
      port.stop('audio');
      port.stop('video');
      answer(new DOMException('', 'NotReadableError'));
      expect((await opening).opened).to.deep.equal({ audio: false, video: false });
      expect(asked.length).to.equal(1);
    });

    it('does not ask twice when the prompt was sent away', async () => {
      permissions.query = () => Promise.resolve({ state: 'prompt' } as PermissionStatus);
      const opening = open(() => ({})).open(BOTH);
      answer(new DOMException('', 'NotAllowedError'));
      expect((await opening).errors).to.deep.equal({ audio: 'media-denied', video: 'media-denied' });
      expect(asked.length).to.equal(1);
    });
  });
});
