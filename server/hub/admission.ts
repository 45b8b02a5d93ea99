/**
 * Asks whoever vouches for clients about one of them, and waits no longer than told. Whatever goes wrong there counts
 * as "not admitted". It keeps no session and sends nothing; front-desk.ts acts on the verdict.
 */
import { AdmissionError, type Authenticate, type Credentials, type Identity } from '../auth/identity.js';

/** Ends what was started; safe to call twice, and when it has ended by itself. */
export type Cancel = () => void;

export type Verdict =
  | { readonly ok: true; readonly identity: Identity }
  | { readonly ok: false; readonly code: AdmissionError['code']; readonly message: string };

export interface AdmissionPorts {
  /** Runs `action` once, no sooner than after `delayMs` and never at once; what it throws ends nothing. */
  readonly after: (delayMs: number, action: () => void) => Cancel;
  /** Told of a fault that is no client's. */
  readonly report: (error: unknown) => void;
}

const UNAVAILABLE: Verdict = {
  ok: false,
  code: 'unavailable',
  message: 'It cannot be found out now who this is. Try again later.',
};

/** Of any kind: taken for an identity, one that is yet to refuse would admit everybody. */
const isPromise = (answer: Identity | PromiseLike<Identity>): answer is PromiseLike<Identity> =>
  'then' in answer && typeof answer.then === 'function';

/** Calls `settle` once, at once where the answer is there at once, and not at all after a cancel. */
export function ask(
  authenticate: Authenticate,
  credentials: Credentials,
  timeoutMs: number,
  { after, report }: AdmissionPorts,
  settle: (verdict: Verdict) => void,
): Cancel {
  const controller = new AbortController();
  let isOpen = true;
  const end = (): boolean => {
    const wasOpen = isOpen;
    isOpen = false;
    stopWaiting();
    return wasOpen;
  };
  const give = (verdict: Verdict): void => {
    if (end()) settle(verdict);
  };
  const stopWaiting = after(timeoutMs, () => {
    give(UNAVAILABLE);
    controller.abort();
  });
  const admit = (identity: Identity): void => give({ ok: true, identity });
  const refuse = (error: unknown): void => {
    if (!(error instanceof AdmissionError)) report(error);
    give(
      error instanceof AdmissionError ? { ok: false, code: error.code, message: error.message } : UNAVAILABLE,
    );
  };
  // What follows from a late answer runs as a timer's action does: whatever it throws ends nothing.
  const later = (action: () => void): void => {
    if (isOpen) after(0, action);
  };
  try {
    const answer = authenticate(credentials, controller.signal);
    if (isPromise(answer)) {
      Promise.resolve(answer).then(
        (identity) => later(() => admit(identity)),
        (error: unknown) => later(() => refuse(error)),
      );
    } else admit(answer);
  } catch (error) {
    refuse(error);
  }
  return () => {
    if (end()) controller.abort();
  };
}
