import { expect } from '@open-wc/testing';
import { RtcEvidence } from './rtc-evidence.js';

const own = (ufrag: string): string => `v=0\r\na=ice-ufrag:${ufrag}\r\n`;

describe('what a connection meets', () => {
  let nowMs = 0;
  let evidence: RtcEvidence;
  beforeEach(() => {
    nowMs = 0;
    evidence = new RtcEvidence(
      () => undefined,
      () => nowMs,
    );
    evidence.begin(own('first'));
  });

  it('is an unanswered server, where candidates are looked for longer than an answer takes', () => {
    nowMs = 5_000;
    expect(evidence.all.unanswered).to.equal(false);
    nowMs = 5_001;
    expect(evidence.all.unanswered).to.equal(true);
  });

  it('is none once all candidates there are have been found', () => {
    evidence.end();
    nowMs = 10_000;
    expect(evidence.all.unanswered).to.equal(false);
  });

  it('is what it was before a restart of ICE, until the new round is over', () => {
    evidence.failed(
      new RTCPeerConnectionIceErrorEvent('icecandidateerror', { errorCode: 701, url: 'stun:s.example' }),
    );
    evidence.end();
    nowMs = 20_000;
    evidence.begin(own('second'));
    expect(evidence.all.refusals).to.deep.equal([{ server: 'stun', code: 701 }]);
    evidence.end();
    expect(evidence.all.refusals).to.deep.equal([]);
  });

  it('begins anew with a restart where the round before was never over', () => {
    nowMs = 10_000;
    evidence.begin(own('second'));
    expect(evidence.all.unanswered).to.equal(false);
    nowMs = 15_001;
    expect(evidence.all.unanswered).to.equal(true);
  });
});
