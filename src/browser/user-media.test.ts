import { expect } from '@open-wc/testing';
import type { MediaPort } from '../core/ports.js';
import type { MediaKind } from '../core/stream-handle.js';
import { FakeClock } from '../testing/fake-clock.js';
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

/** Every request to getUserMedia as the kinds it was for, answered by the browser or by the test. */
class Requests {
  readonly #devices = navigator.mediaDevices;
  readonly seen = new Recorder<string>();
  readonly constraints: MediaStreamConstraints[] = [];
  /** Waited for, and may throw, before the browser is asked. */
  before: (kinds: string) => Promise<void> | undefined = () => undefined;

  constructor() {
    const browser = this.#devices.getUserMedia.bind(this.#devices);
    this.#devices.getUserMedia = async (constraints = {}) => {
      const kinds = (['audio', 'video'] as const).filter((kind) => constraints[kind]).join('+');
      this.constraints.push(constraints);
      this.seen.add(kinds);
      await this.before(kinds);
      return browser(constraints);
    };
  }

  restore(): void {
    Reflect.deleteProperty(this.#devices, 'getUserMedia');
  }
}

/** A prompt that waits for the person. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

const refuse = (name: string) => Promise.reject(new DOMException('', name));

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
  let requests: Requests;
  beforeEach(() => {
    requests = new Requests();
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
  let requests: Requests;
  beforeEach(() => {
    requests = new Requests();
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
  let requests: Requests;
  let clock: FakeClock;
  beforeEach(() => {
    requests = new Requests();
    clock = new FakeClock();
  });
  afterEach(() => {
    requests.restore();
  });

  /** Lets the half second pass once somebody waits for it. */
  const passMoment = async (): Promise<void> => {
    while (clock.pending === 0) await Promise.resolve();
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
    while (clock.pending === 0) await Promise.resolve();
    port.stop('audio');
    expect(clock.pending).to.equal(1);
    port.stop('video');
    expect(clock.pending).to.equal(0);
    expect(await opening).to.deep.equal({ opened: NONE, errors: {} });
    expect(requests.seen.items.length).to.equal(1);
  });
});

describe('UserMedia, when its constraints change', () => {
  let requests: Requests;
  let constraints: unknown;
  let port: UserMedia;
  const camera = (): MediaStreamTrack | undefined => port.stream.getVideoTracks()[0];

  beforeEach(async () => {
    requests = new Requests();
    constraints = {};
    port = open(() => constraints);
    await port.open(BOTH);
    requests.seen.items.length = 0;
    requests.constraints.length = 0;
  });
  afterEach(() => {
    requests.restore();
  });

  it('changes the open track where that will do', async () => {
    const before = camera();
    constraints = { video: { frameRate: 15 } };
    await port.adjust(BOTH);
    expect(camera()).to.equal(before);
    expect(before?.getConstraints()).to.deep.equal({ frameRate: 15 });
    expect(requests.seen.items).to.deep.equal([]);
  });

  it('leaves alone what is asked the same as before, in another object', async () => {
    constraints = { video: {}, audio: {} };
    const track = camera() as MediaStreamTrack;
    track.applyConstraints = () => Promise.reject(new Error('asked'));
    expect((await port.adjust(BOTH)).errors).to.deep.equal({});
  });

  it('closes a device before it opens another one: a phone has one camera at a time', async () => {
    const [before] = port.stream.getAudioTracks();
    const states: (string | undefined)[] = [];
    requests.before = () => void states.push(before?.readyState);
    constraints = { audio: { echoCancellation: !before?.getSettings().echoCancellation } };
    expect(await port.adjust(BOTH)).to.deep.equal({ opened: BOTH, errors: {} });
    expect([requests.seen.items, states]).to.deep.equal([['audio'], ['ended']]);
    const [after] = port.stream.getAudioTracks();
    expect([after?.readyState, after === before]).to.deep.equal(['live', false]);
  });

  it('opens the former device again when the other one cannot be had', async () => {
    const former = camera()?.getSettings().deviceId;
    constraints = { video: { deviceId: { exact: 'nobody' } } };
    const { opened, errors, hints } = await port.adjust(BOTH);
    expect([opened, errors]).to.deep.equal([BOTH, { video: 'media-overconstrained' }]);
    expect(hints).to.deep.equal({ video: 'deviceId' });
    expect(requests.constraints.map(({ video }) => video)).to.deep.equal([
      { deviceId: { exact: 'nobody' } },
      { deviceId: { exact: former } },
    ]);
    expect([camera()?.readyState, camera()?.getSettings().deviceId]).to.deep.equal(['live', former]);
  });

  it('tries another one when the open one cannot do it', async () => {
    const track = camera() as MediaStreamTrack;
    track.applyConstraints = () => refuse('OverconstrainedError');
    constraints = { video: { frameRate: 15 } };
    expect(await port.adjust(BOTH)).to.deep.equal({ opened: BOTH, errors: {} });
    expect(requests.constraints).to.deep.equal([{ audio: false, video: { frameRate: 15 } }]);
  });

  it('says that the device is gone when not even the former one opens', async () => {
    requests.before = () =>
      requests.seen.items.length === 1 ? refuse('OverconstrainedError') : refuse('NotFoundError');
    constraints = { video: { deviceId: 'another' } };
    expect(await port.adjust(BOTH)).to.deep.equal({ opened: AUDIO, errors: { video: 'media-missing' } });
    expect(camera()).to.equal(undefined);
  });

  it('keeps what is open as it is when the browser cannot read what is asked', async () => {
    const before = camera() as MediaStreamTrack;
    before.applyConstraints = () => Promise.reject(new TypeError('not like this'));
    constraints = { video: { frameRate: 15 } };
    const { opened, errors, hints } = await port.adjust(BOTH);
    expect([opened, errors, hints]).to.deep.equal([
      BOTH,
      { video: 'media-constraints' },
      { video: 'not like this' },
    ]);
    expect([camera() === before, before.readyState]).to.deep.equal([true, 'live']);
  });

  it('stays dark when the call is hung up while another device opens', async () => {
    const ask = gate();
    requests.before = () => ask.opened;
    constraints = { video: { deviceId: 'another' } };
    const adjusting = port.adjust(BOTH);
    await requests.seen.first(() => true);
    port.stop('audio');
    port.stop('video');
    ask.open();
    expect(await adjusting).to.deep.equal({ opened: NONE, errors: {} });
    expect(port.stream.getTracks()).to.deep.equal([]);
    expect(requests.seen.items).to.deep.equal(['video']);
  });

  it('takes one change after the other', async () => {
    constraints = { video: { deviceId: 'another' } };
    const first = port.adjust(BOTH);
    constraints = { video: { width: 'big' } };
    const second = port.adjust(BOTH);
    expect((await first).errors).to.deep.equal({ video: 'media-constraints' });
    expect((await second).errors).to.deep.equal({ video: 'media-constraints' });
    expect(port.stream.getVideoTracks().length).to.equal(1);
  });
});
