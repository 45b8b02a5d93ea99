/** Devices that are open follow what is asked of them. */
import { expect } from '@open-wc/testing';
import type { MediaKind } from '../core/stream-handle.js';
import { gate, MediaRequests, refuse } from '../testing/media-requests.js';
import { UserMedia } from './user-media.js';

const BOTH = { audio: true, video: true };
const NONE = { audio: false, video: false };
const AUDIO = { audio: true, video: false };
const VIDEO = { audio: false, video: true };

describe('UserMedia, when its constraints change', () => {
  let requests: MediaRequests;
  let constraints: unknown;
  let port: UserMedia;
  const camera = (): MediaStreamTrack | undefined => port.stream.getVideoTracks()[0];

  beforeEach(async () => {
    requests = new MediaRequests();
    constraints = {};
    port = new UserMedia(() => constraints);
    await port.open(BOTH);
    requests.seen.items.length = 0;
    requests.constraints.length = 0;
  });
  afterEach(() => {
    requests.restore();
    port.stop('audio');
    port.stop('video');
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

  it('closes a camera before it opens another one: a phone has one at a time', async () => {
    const before = camera();
    const states: (string | undefined)[] = [];
    requests.before = () => void states.push(before?.readyState);
    constraints = { video: { deviceId: 'another' } };
    expect(await port.adjust(BOTH)).to.deep.equal({ opened: BOTH, errors: {} });
    expect([requests.seen.items, states]).to.deep.equal([['video'], ['ended']]);
    expect([camera()?.readyState, camera() === before]).to.deep.equal(['live', false]);
  });

  it('opens another microphone before it closes the open one: nothing is cut while a person is asked', async () => {
    const [before] = port.stream.getAudioTracks();
    const states: (string | undefined)[] = [];
    requests.before = () => void states.push(before?.readyState);
    constraints = { audio: { deviceId: 'another' } };
    expect(await port.adjust(BOTH)).to.deep.equal({ opened: BOTH, errors: {} });
    const [after] = port.stream.getAudioTracks();
    expect([states, before?.readyState, after?.readyState]).to.deep.equal([['live'], 'ended', 'live']);
  });

  it('closes the open microphone where there is one at a time', async () => {
    const [before] = port.stream.getAudioTracks();
    requests.before = () => (before?.readyState === 'live' ? refuse('NotReadableError') : undefined);
    constraints = { audio: { deviceId: 'another' } };
    expect(await port.adjust(BOTH)).to.deep.equal({ opened: BOTH, errors: {} });
    expect(port.stream.getAudioTracks()[0]?.readyState).to.equal('live');
  });

  it('keeps the open microphone when the other one is refused, and is told when it goes', async () => {
    const [before] = port.stream.getAudioTracks();
    requests.before = () => refuse('NotAllowedError');
    constraints = { audio: { deviceId: 'another' } };
    expect((await port.adjust(BOTH)).opened).to.deep.equal(BOTH);
    expect(port.stream.getAudioTracks()).to.deep.equal([before]);
    expect([before?.readyState, requests.seen.items.length]).to.deep.equal(['live', 1]);
    const lost: MediaKind[] = [];
    port.onEnded = (kind) => lost.push(kind);
    before?.dispatchEvent(new Event('ended'));
    expect(lost).to.deep.equal(['audio']);
  });

  it('opens a microphone anew to treat its sound in another way', async () => {
    const [before] = port.stream.getAudioTracks();
    const states: (string | undefined)[] = [];
    requests.before = () => void states.push(before?.readyState);
    constraints = { audio: { echoCancellation: !before?.getSettings().echoCancellation } };
    expect(await port.adjust(BOTH)).to.deep.equal({ opened: BOTH, errors: {} });
    const [after] = port.stream.getAudioTracks();
    expect([states, after?.readyState, after === before]).to.deep.equal([['ended'], 'live', false]);
  });

  it('says that a camera waits while a person is asked about another one', async () => {
    const ask = gate();
    requests.before = () => ask.opened;
    const paused = new Promise<string>((resolve) => {
      port.onPaused = (kind, pause) => {
        resolve(`${kind} ${pause}`);
      };
    });
    constraints = { video: { deviceId: 'another' } };
    const adjusting = port.adjust(VIDEO);
    expect(await paused).to.equal('video waiting');
    ask.open();
    expect((await adjusting).opened).to.deep.equal(VIDEO);
  });

  it('lets one follow while a person is asked about the other, for ever perhaps', async () => {
    port.stop('video');
    const ask = gate();
    requests.before = (kinds) => (kinds === 'video' ? ask.opened : undefined);
    const opening = port.open(VIDEO);
    constraints = { audio: { deviceId: 'another' } };
    const [before] = port.stream.getAudioTracks();
    await port.adjust(AUDIO);
    expect(before?.readyState).to.equal('ended');
    ask.open();
    expect((await opening).opened).to.deep.equal(VIDEO);
  });

  it('follows after it was stopped while a person was asked, and opened again', async () => {
    port.stop('video');
    const ask = gate();
    requests.before = () => ask.opened;
    void port.open(VIDEO);
    port.stop('video');
    requests.before = () => undefined;
    await port.open(VIDEO);
    constraints = { video: { frameRate: 15 } };
    await port.adjust(VIDEO);
    expect(camera()?.getConstraints()).to.deep.equal({ frameRate: 15 });
    ask.open();
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
