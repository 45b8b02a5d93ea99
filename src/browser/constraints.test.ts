/** What a page asks of its devices: what can be read, and what an open track can follow. */
import { expect } from '@open-wc/testing';
import { asksForAnother, isTreatedAs, wishFor } from './constraints.js';

describe('what a page asks of a device', () => {
  it('is read by its kind', () => {
    const constraints = { video: { width: 1280, frameRate: { max: 30 } }, audio: { deviceId: 'a' } };
    expect(wishFor(constraints, 'video')).to.equal(constraints.video);
    expect(wishFor(constraints, 'audio')).to.equal(constraints.audio);
  });

  it('is nothing in particular when it is left out', () => {
    for (const constraints of [{}, { video: undefined }, { audio: { width: 'no matter' } }])
      expect(wishFor(constraints, 'video')).to.deep.equal({});
  });

  const WRONG: readonly (readonly [unknown, string])[] = [
    [undefined, 'constraints must be an object'],
    [null, 'constraints must be an object'],
    ['{"video": {}}', 'constraints must be an object'],
    [[], 'constraints must be an object'],
    [{ width: 1280 }, 'constraints has no "width": write {video:'],
    [{ camera: {} }, 'constraints has no "camera"'],
    [{ video: true }, 'constraints.video must be an object'],
    [{ video: false }, 'call(name, {video: false})'],
    [{ video: { width: 'big' } }, 'constraints.video.width must be a number'],
    [{ video: { height: Number.NaN } }, 'constraints.video.height must be a number'],
    [{ video: { frameRate: { ideal: 30, max: '60' } } }, 'constraints.video.frameRate must be a number'],
    [{ video: { width: null } }, 'constraints.video.width must be a number'],
  ];
  for (const [constraints, words] of WRONG) {
    it(`is refused with what to write instead: ${JSON.stringify(constraints)}`, () => {
      expect(() => wishFor(constraints, 'video')).to.throw(TypeError, words);
    });
  }
});

describe('an open device', () => {
  const settings = { deviceId: 'front', facingMode: 'user' };

  it('follows what says nothing of another one', () => {
    for (const wish of [{}, { width: 320 }, { deviceId: 'front' }, { deviceId: ['back', 'front'] }])
      expect(asksForAnother(settings, wish), JSON.stringify(wish)).to.equal(false);
    expect(asksForAnother(settings, { facingMode: { ideal: 'user' } })).to.equal(false);
  });

  it('gives way to another one that is asked for, whether it must or only should be', () => {
    for (const back of ['back', ['back'], { exact: 'back' }, { ideal: ['back', 'top'] }]) {
      expect(asksForAnother(settings, { deviceId: back }), JSON.stringify(back)).to.equal(true);
      expect(asksForAnother(settings, { facingMode: back }), JSON.stringify(back)).to.equal(true);
    }
  });

  it('stays where the browser does not say which it is', () => {
    expect(asksForAnother({}, { facingMode: 'environment' })).to.equal(false);
  });

  it('is opened anew when sound is not treated as it was asked', () => {
    const treated = { echoCancellation: true, noiseSuppression: true };
    expect(isTreatedAs(treated, { echoCancellation: true, autoGainControl: false })).to.equal(true);
    expect(isTreatedAs(treated, {})).to.equal(true);
    expect(isTreatedAs(treated, { echoCancellation: false })).to.equal(false);
    expect(isTreatedAs(treated, { noiseSuppression: { exact: false } })).to.equal(false);
  });
});
