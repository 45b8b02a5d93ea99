import { expect, nextFrame } from '@open-wc/testing';
import type { MediaPort } from '../core/ports.js';
import type { MediaKind } from '../core/stream-handle.js';
import { FakeClock } from '../testing/fake-clock.js';
import { gate, MediaRequests, refuse } from '../testing/media-requests.js';
import { mediaContract } from '../testing/media.contract.js';
import { Recorder } from '../testing/recorder.js';
import { toMediaStream } from './media-stream.js';
import { UserMedia } from './user-media.js';

const tracks = (port: MediaPort, kind: MediaKind): readonly MediaStreamTrack[] =>
  toMediaStream(port.stream)
    ?.getTracks()
    .filter((track) => track.kind === kind) ?? [];

const asked = new WeakMap<MediaPort, Partial<Record<MediaKind, object>>>();

mediaContract('getUserMedia', {
  create: () => {
    const constraints = {};
    const port = new UserMedia(() => constraints);
    asked.set(port, constraints);
    return port;
  },
  isLit: (port, kind) => tracks(port, kind).some((track) => track.readyState === 'live'),
  isMuted: (port, kind) => tracks(port, kind).every((track) => !track.enabled),
  lose: (port, kind) => {
    for (const track of tracks(port, kind)) track.dispatchEvent(new Event('ended'));
  },
  silence: (port, kind, isSilent) => {
    for (const track of tracks(port, kind)) {
      Object.defineProperty(track, 'muted', { value: isSilent, configurable: true });
      track.dispatchEvent(new Event(isSilent ? 'mute' : 'unmute'));
    }
  },
  ask: (port, kind, what) => {
    const wishes = {
      possible: { frameRate: 15 },
      impossible: { deviceId: { exact: 'nobody' } },
      nonsense: { width: 'big' },
    };
    Object.assign(asked.get(port) ?? {}, { [kind]: wishes[what] });
  },
});

const BOTH = { audio: true, video: true };
const NONE = { audio: false, video: false };
const AUDIO = { audio: true, video: false };
const VIDEO = { audio: false, video: true };

let media: UserMedia | undefined;
const open = (constraints: () => unknown = () => ({}), clock?: FakeClock): UserMedia =>
  (media = new UserMedia(constraints, clock));
afterEach(() => {
  media?.stop('audio');
  media?.stop('video');
});

describe('UserMedia', () => {
  it('goes on with what is left when one device cannot do what is asked, and says what it was', async () => {
    const port = open(() => ({ video: { width: { min: 100_000 } } }));
    const { opened, errors, hints } = await port.open(BOTH);
    expect([opened, errors]).to.deep.equal([AUDIO, { video: 'media-overconstrained' }]);
    expect(hints?.video).to.equal('width');
    expect(port.stream.getTracks().map(({ kind }) => kind)).to.deep.equal(['audio']);
  });

  it('opens without constraints that cannot even be read, and says so', async () => {
    const port = open(() => {
      throw new Error('broken constraints');
    });
    const { opened, errors, hints } = await port.open(BOTH);
    expect([opened, errors]).to.deep.equal([
      BOTH,
      { audio: 'media-constraints', video: 'media-constraints' },
    ]);
    expect(hints?.video).to.contain('broken constraints');
  });

  it('reads the constraints anew at each opening', async () => {
    let video: MediaTrackConstraints = { width: { min: 100_000 } };
    const port = open(() => ({ video }));
    expect((await port.open(VIDEO)).opened.video).to.equal(false);
    video = {};
    expect((await port.open(VIDEO)).opened.video).to.equal(true);
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
    const port = open();
    await port.open(AUDIO);
    const [first] = port.stream.getTracks();
    await port.open(AUDIO);
    expect(port.stream.getTracks().length).to.equal(1);
    expect(first?.readyState).to.equal('ended');
  });
});

describe('UserMedia, asking', () => {
  const { permissions } = navigator;
  let requests: MediaRequests;
  beforeEach(() => {
    requests = new MediaRequests();
  });
  afterEach(() => {
    requests.restore();
    Reflect.deleteProperty(permissions, 'query');
  });

  it('asks for nothing again after the call was hung up during the prompt', async () => {
    let answer: (reason: DOMException) => void = () => undefined;
    requests.before = () => new Promise((_, reject) => (answer = reject));
    const port = open();
    const opening = port.open(BOTH);
    await requests.seen.first(() => true);
    port.stop('audio');
    port.stop('video');
    answer(new DOMException('', 'NotFoundError'));
    expect(await opening).to.deep.equal({ opened: NONE, errors: {} });
    expect(requests.seen.items).to.deep.equal(['audio+video']);
  });

  it('does not ask twice when the prompt was sent away', async () => {
    permissions.query = () => Promise.resolve({ state: 'prompt' } as PermissionStatus);
    requests.before = () => refuse('NotAllowedError');
    expect((await open().open(BOTH)).errors).to.deep.equal({
      audio: 'media-denied',
      video: 'media-denied',
    });
    expect(requests.seen.items).to.deep.equal(['audio+video']);
  });

  it('tries each alone when the system refuses one of those that are allowed: nobody was asked', async () => {
    permissions.query = () => Promise.resolve({ state: 'granted' } as PermissionStatus);
    requests.before = (kinds) => (kinds.includes('video') ? refuse('NotAllowedError') : undefined);
    expect(await open().open(BOTH)).to.deep.equal({ opened: AUDIO, errors: { video: 'media-denied' } });
    expect(requests.seen.items).to.deep.equal(['audio+video', 'audio', 'video']);
  });

  it('turns off at once what came while something else is still asked for', async () => {
    const ask = gate();
    requests.before = (kinds) => {
      if (kinds === 'audio+video') return refuse('NotFoundError');
      return kinds === 'video' ? ask.opened : undefined;
    };
    const port = open();
    const added = new Recorder<MediaStreamTrack>();
    const add = port.stream.addTrack.bind(port.stream);
    port.stream.addTrack = (track) => {
      add(track);
      added.add(track);
    };
    const opening = port.open(BOTH);
    const microphone = await added.first(({ kind }) => kind === 'audio');
    port.stop('audio');
    port.stop('video');
    expect(microphone.readyState).to.equal('ended');
    ask.open();
    expect(await opening).to.deep.equal({ opened: NONE, errors: {} });
    expect(port.stream.getTracks()).to.deep.equal([]);
  });
});

describe('UserMedia, when one of several devices is wished for', () => {
  const devices = navigator.mediaDevices;
  let requests: MediaRequests;
  beforeEach(() => {
    requests = new MediaRequests();
    requests.before = () => refuse('NotFoundError');
    const here = [
      { kind: 'audioinput', deviceId: 'desk' },
      { kind: 'videoinput', deviceId: 'front' },
      { kind: 'videoinput', deviceId: 'back' },
    ];
    devices.enumerateDevices = () => Promise.resolve(here as MediaDeviceInfo[]);
  });
  afterEach(() => {
    requests.restore();
    Reflect.deleteProperty(devices, 'enumerateDevices');
  });

  const ROWS: readonly (readonly [ConstrainDOMString, unknown])[] = [
    ['back', { exact: 'back' }],
    [{ ideal: ['gone', 'back'] }, { exact: 'back' }],
    ['gone', 'gone'],
    ['desk', 'desk'],
    [{ exact: 'gone' }, { exact: 'gone' }],
  ];
  for (const [wish, asked] of ROWS) {
    it(`asks for ${JSON.stringify(asked)} for ${JSON.stringify(wish)}`, async () => {
      await open(() => ({ video: { deviceId: wish, width: 320 } })).open(VIDEO);
      expect(requests.constraints[0]?.video).to.deep.equal({ deviceId: asked, width: 320 });
    });
  }
});

describe('UserMedia, when a device is busy', () => {
  let requests: MediaRequests;
  let clock: FakeClock;
  beforeEach(() => {
    requests = new MediaRequests();
    clock = new FakeClock();
  });
  afterEach(() => {
    requests.restore();
  });

  /** Lets the half second pass once somebody waits for it. */
  const passMoment = async (): Promise<void> => {
    while (clock.pending === 0) await nextFrame();
    clock.advance(499);
    expect(requests.seen.items.length).to.equal(1);
    clock.advance(1);
  };

  it('asks once more after a moment', async () => {
    requests.before = () => (requests.seen.items.length === 1 ? refuse('NotReadableError') : undefined);
    const opening = open(undefined, clock).open(BOTH);
    await passMoment();
    expect(await opening).to.deep.equal({ opened: BOTH, errors: {} });
    expect(requests.seen.items).to.deep.equal(['audio+video', 'audio+video']);
  });

  it('goes on with the other one when it still is', async () => {
    requests.before = (kinds) => (kinds.includes('video') ? refuse('NotReadableError') : undefined);
    const opening = open(undefined, clock).open(BOTH);
    await passMoment();
    expect(await opening).to.deep.equal({ opened: AUDIO, errors: { video: 'media-busy' } });
    expect(requests.seen.items).to.deep.equal(['audio+video', 'audio+video', 'audio', 'video']);
    expect(clock.pending).to.equal(0);
  });

  it('gives up on one that was asked for alone', async () => {
    requests.before = () => refuse('AbortError');
    const opening = open(undefined, clock).open(VIDEO);
    await passMoment();
    expect((await opening).opened).to.deep.equal(NONE);
    expect(requests.seen.items).to.deep.equal(['video', 'video']);
  });

  it('waits no longer for what nobody wants any more', async () => {
    requests.before = () => refuse('NotReadableError');
    const port = open(undefined, clock);
    const opening = port.open(BOTH);
    while (clock.pending === 0) await nextFrame();
    port.stop('audio');
    expect(clock.pending).to.equal(1);
    port.stop('video');
    expect(clock.pending).to.equal(0);
    expect(await opening).to.deep.equal({ opened: NONE, errors: {} });
    expect(requests.seen.items.length).to.equal(1);
  });
});
