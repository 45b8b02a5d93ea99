/** From what getUserMedia throws to what a person is told. */
import { expect } from '@open-wc/testing';
import { MEDIA_ERROR_CODES } from '../core/errors.js';
import { mediaErrorCode, mediaErrorHint } from './media-errors.js';

/** Every name in Media Capture and Streams, section 10.2, and those of older browsers. */
const NAMES = {
  NotAllowedError: 'media-denied',
  PermissionDeniedError: 'media-denied',
  NotFoundError: 'media-missing',
  DevicesNotFoundError: 'media-missing',
  NotReadableError: 'media-busy',
  TrackStartError: 'media-busy',
  OverconstrainedError: 'media-overconstrained',
  ConstraintNotSatisfiedError: 'media-overconstrained',
  SecurityError: 'media-policy',
  AbortError: 'media-failed',
  InvalidStateError: 'media-failed',
  TypeError: 'media-constraints',
  NobodyKnowsThisError: 'media-failed',
};
const HOSTILE = ['constructor', '__proto__', 'toString'].map((name) => [name, 'media-failed'] as const);

describe('mediaErrorCode', () => {
  for (const [name, code] of [...Object.entries(NAMES), ...HOSTILE]) {
    it(`calls ${name} ${code}`, () => {
      expect(mediaErrorCode(new DOMException('', name), 'video')).to.equal(code);
      expect(MEDIA_ERROR_CODES).to.include(code);
    });
  }

  it('knows errors of every class, and what is no error at all', () => {
    expect(mediaErrorCode(new TypeError('bad constraints'), 'audio')).to.equal('media-constraints');
    for (const thrown of [undefined, null, 'NotAllowedError', { name: 'NotAllowedError' }]) {
      expect(mediaErrorCode(thrown, 'audio')).to.equal('media-failed');
    }
  });

  it('tells a frame without permission from a person who says no, where the browser does', () => {
    const policy = { allowsFeature: (feature: string) => feature !== 'camera' };
    Object.defineProperty(document, 'permissionsPolicy', { value: policy, configurable: true });
    try {
      const denied = new DOMException('', 'NotAllowedError');
      expect(mediaErrorCode(denied, 'video')).to.equal('media-policy');
      expect(mediaErrorCode(denied, 'audio')).to.equal('media-denied');
    } finally {
      Reflect.deleteProperty(document, 'permissionsPolicy');
    }
  });
});

describe('mediaErrorHint', () => {
  it('says what the author of the page must know, and nothing where there is nothing', () => {
    expect(mediaErrorHint(new TypeError('a number, please'))).to.equal('a number, please');
    expect(mediaErrorHint({ name: 'OverconstrainedError', constraint: 'width' })).to.equal('width');
    for (const other of [new DOMException('', 'NotFoundError'), undefined, 'text'])
      expect(mediaErrorHint(other)).to.equal(undefined);
  });
});
