import { expect } from '@open-wc/testing';
import { RtcEvidence } from './rtc-evidence.js';

const own = (ufrag: string): string => `v=0\r\na=ice-ufrag:${ufrag}\r\n`;

const candidate = (type: string): RTCIceCandidate =>
  new RTCIceCandidate({
    candidate: `candidate:1 1 udp 1 192.0.2.1 9 typ ${type} raddr 0.0.0.0 rport 0`,
    sdpMid: '0',
  });

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
    expect(evidence.all.gathering).to.equal('under-way');
    nowMs = 5_001;
    expect(evidence.all.gathering).to.equal('unanswered');
  });

  it('is complete once all candidates there are have been found', () => {
    evidence.end();
    nowMs = 10_000;
    expect(evidence.all.gathering).to.equal('complete');
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

  it('is what it was where a server was silent when ICE began anew, until one answers', () => {
    nowMs = 10_000;
    evidence.begin(own('second'));
    expect(evidence.all.gathering).to.equal('unanswered');
    evidence.gathered(candidate('srflx'));
    expect([evidence.all.gathering, evidence.all.local]).to.deep.equal(['under-way', ['srflx/udp']]);
  });

  it('begins anew with a restart that comes before a server can have answered', () => {
    nowMs = 4_000;
    evidence.begin(own('second'));
    nowMs = 9_000;
    expect(evidence.all.gathering).to.equal('under-way');
  });
});
