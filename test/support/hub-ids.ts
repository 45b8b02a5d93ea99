/** Ids and tokens for a hub in a test: counted, so that a test can name them. */
import type { HubPorts } from '../../server/hub.js';

export function countedIds(): Pick<HubPorts, 'newId' | 'newSid' | 'resumeTokens'> {
  let count = 0;
  return {
    newId: () => 1_000_000 + ++count,
    newSid: () => `s${String(++count)}`,
    resumeTokens: {
      issue: () => {
        const token = `token${String(++count)}`;
        return { token, hash: `#${token}` };
      },
      hash: (token) => `#${token}`,
    },
  };
}
