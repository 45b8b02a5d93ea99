import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { randomText } from './random-text.js';

void describe('random text', () => {
  void it('has all the bytes that were asked for', () => {
    assert.equal(Buffer.from(randomText(12), 'base64url').length, 12);
    assert.equal(Buffer.from(randomText(16), 'base64url').length, 16);
    assert.match(randomText(16), /^[\w-]{22}$/);
  });

  void it('is never the same, whether or not new bytes had to be fetched between', () => {
    const texts = Array.from({ length: 2_000 }, () => randomText(12));
    assert.equal(new Set(texts).size, texts.length);
  });

  void it('never shares a part with the one before', () => {
    const bytes = Buffer.concat(
      Array.from({ length: 1_000 }, () => Buffer.from(randomText(16), 'base64url')),
    );
    const words = new Set(
      Array.from({ length: bytes.length / 8 }, (_, at) => bytes.subarray(at * 8, at * 8 + 8).toString('hex')),
    );
    assert.equal(words.size, bytes.length / 8);
  });
});
