/** What a hostile peer can put into descriptions and candidates, which a relay does not read: the page's parser is first. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEFAULT_LIMITS, parseServerMessage } from '../../src/protocol/index.js';

const offer = (sdp: string): string =>
  JSON.stringify({ type: 'video-offer', name: 'mallory', sdp: { type: 'offer', sdp }, call: { id: 'c' } });

const candidate = (line: string): string =>
  JSON.stringify({ type: 'new-ice-candidate', name: 'mallory', candidate: { candidate: line } });

function refusalOf(frame: string): string | undefined {
  const parsed = parseServerMessage(frame);
  return parsed.ok ? undefined : parsed.code;
}

describe('a page that is sent', () => {
  it('a description of ten thousand media sections refuses it', () => {
    assert.equal(refusalOf(offer('m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n'.repeat(10_000))), 'too-large');
    // As short as a section can be, and still one.
    assert.equal(refusalOf(offer('m=a\r\n'.repeat(10_000))), 'too-large');
  });

  it('a description with a list of candidates without end refuses it', () => {
    const line = 'a=candidate:1 1 udp 1 192.0.2.1 1 typ host\r\n';
    assert.equal(refusalOf(offer(`v=0\r\n${line.repeat(10_000)}`)), 'too-large');
    assert.equal(
      refusalOf(offer(line.repeat(Math.floor(DEFAULT_LIMITS.sdpLength / line.length)))),
      undefined,
    );
  });

  it('a candidate of a hundred thousand characters refuses it, wherever they stand', () => {
    assert.equal(refusalOf(candidate('c'.repeat(100_000))), 'too-large');
    const hidden = { candidate: 'c', usernameFragment: 'u'.repeat(100_000) };
    const frame = { type: 'new-ice-candidate', name: 'mallory', candidate: hidden };
    assert.equal(refusalOf(JSON.stringify(frame)), 'too-large');
  });

  it('nesting without end refuses it', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    assert.equal(refusalOf(`{"type":"video-offer","name":"m","sdp":${deep}}`), 'bad-request');
  });

  it('what nests deeper the longer one looks refuses it after so many levels', () => {
    let levels = 0;
    const bottomless = (): object => ({
      get inner(): object {
        levels += 1;
        return bottomless();
      },
    });
    const parsed = parseServerMessage({ type: 'video-offer', name: 'm', sdp: bottomless() });
    assert.deepEqual([parsed.ok, levels], [false, DEFAULT_LIMITS.depth - 1]);
  });
});
