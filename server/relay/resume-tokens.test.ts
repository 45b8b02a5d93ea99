import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { resumeTokens } from './resume-tokens.js';

describe('a resume token', () => {
  it('has 128 bits, is never the same, and is kept as its SHA-256 only', () => {
    const issued = Array.from({ length: 100 }, () => resumeTokens.issue());
    assert.equal(new Set(issued.map(({ token }) => token)).size, 100);
    for (const { token, hash } of issued) {
      assert.equal(Buffer.from(token, 'base64url').length, 16);
      assert.equal(hash, createHash('sha256').update(token).digest('base64url'));
    }
  });

  it('has its own hash and no other, whatever a guess looks like', () => {
    const { token, hash } = resumeTokens.issue();
    assert.equal(resumeTokens.hash(token), hash);
    const guesses = [hash, '', `${token}=`, token.slice(1), `${token} `, '\ud800', 'x'.repeat(60_000)];
    for (const guess of [...guesses, resumeTokens.issue().token]) {
      assert.notEqual(resumeTokens.hash(guess), hash, guess.slice(0, 40));
    }
  });
});
