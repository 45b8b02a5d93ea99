/** Resume tokens of a real relay: 128 random bits, kept as SHA-256. It knows no session and keeps nothing. */
import { createHash } from 'node:crypto';
import type { ResumeTokens } from '../hub/resume-tokens.js';
import { randomText } from './random-text.js';

const hash = (token: string): string => createHash('sha256').update(token).digest('base64url');

export const resumeTokens: ResumeTokens = {
  issue() {
    const token = randomText(16);
    return { token, hash: hash(token) };
  },
  hash,
};
