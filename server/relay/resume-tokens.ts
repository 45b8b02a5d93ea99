/** Resume tokens of a real relay: 128 random bits, kept as SHA-256. It knows no session and keeps nothing. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { ResumeTokens } from '../hub/resume-tokens.js';

const digest = (token: string): Buffer => createHash('sha256').update(token).digest();

export const resumeTokens: ResumeTokens = {
  issue() {
    const token = randomBytes(16).toString('base64url');
    return { token, hash: digest(token).toString('base64url') };
  },
  matches: (token, hash) => timingSafeEqual(digest(token), Buffer.from(hash, 'base64url')),
};
