/** TURN servers whose credentials are other ones each time, and soon over, so that a test sees them renewed. */
import type { GrantIce } from '../../server/auth/identity.js';

/** A relay renews them after four fifths of it. */
const TTL_MS = 4_000;

export function shortGrants(): GrantIce {
  let count = 0;
  return () => {
    const credential = `credential-${String(++count)}`;
    return { iceServers: [{ urls: ['turn:turn.example.com'], username: 'u', credential }], ttlMs: TTL_MS };
  };
}
