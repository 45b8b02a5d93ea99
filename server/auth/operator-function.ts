/**
 * An operator's own function, as far as it can be trusted: its answer is read field by field, and no answer, or one that
 * makes no sense, admits nobody. How long it may take, and what becomes of whatever it throws, is the hub's business.
 */
import { checkedIdentity } from './checked-identity.js';
import { AdmissionError, type Authenticate, type Identity } from './identity.js';

const CODES = ['unauthorized', 'token-expired', 'forbidden', 'unavailable'] as const;

/** The function stands in a file that cannot import our class: the `code` of what it throws says what it means. */
function refusalOf(error: unknown): AdmissionError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as { readonly code?: unknown };
  const known = CODES.find((one) => one === code);
  return known && new AdmissionError(known, error.message);
}

function identityOf(answer: unknown): Identity {
  if (typeof answer !== 'object' || answer === null) throw new TypeError('the answer is no identity');
  return checkedIdentity(
    answer as Record<keyof Identity, unknown>,
    (field) => new TypeError(`the "${field}" of the identity is wrong`),
  );
}

export function operatorFunction(authenticate: Authenticate): Authenticate {
  return async (credentials, signal) => {
    let answer: unknown;
    try {
      answer = await authenticate(credentials, signal);
    } catch (error) {
      throw refusalOf(error) ?? error;
    }
    return identityOf(answer);
  };
}
