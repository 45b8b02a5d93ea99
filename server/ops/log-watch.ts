/**
 * What is worth a line in the log, of all that happens to a relay. Here is decided what of a person is written down:
 * a name, a shortened session, and the address of who was refused or sent away. Never a message, a session
 * description, a token, nor what a fault quotes of one.
 */
import { CLOSE } from '../../src/protocol/index.js';
import type { Session } from '../hub/session.js';
import type { RelayWatch, Visitor } from '../relay/watch.js';
import type { LogFields, Logger } from './logger.js';

/** Enough to find the lines of one session, too little to be it. */
const SHORT_SID = 6;
const MAX_NAME = 64;
const FRAMES = 5;

const who = ({ sid, name }: Session): LogFields => ({
  session: sid.slice(0, SHORT_SID),
  ...(name === undefined ? {} : { name: name.slice(0, MAX_NAME) }),
});

const from = ({ address, origin }: Visitor): LogFields => ({ address, origin });

/** Words of the engine and of the system name code and files; other messages may quote what a client sent. */
function saysNothingOfClients(
  error: Error & { readonly code?: unknown; readonly syscall?: unknown },
): boolean {
  if (error.syscall !== undefined) return true;
  const isEngines =
    error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
  return isEngines && error.code === undefined;
}

/** What a developer needs to find a fault, without what a client had to do with it. */
export function describeFault(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const { code } = error as NodeJS.ErrnoException;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const at = frames.slice(0, FRAMES).map((line) => line.trim().replace(/^at /, ''));
  return {
    error: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(saysNothingOfClients(error) ? { message: error.message } : {}),
    at: at.join(' < '),
  };
}

/** Says why keys cannot be had: nothing of it comes from a client. Of a failed fetch the cause says more than the error. */
export const keysReport =
  (logger: Logger) =>
  (error: unknown): void => {
    const fault = error instanceof Error ? error : new Error(String(error));
    const { code } = (fault.cause ?? fault) as { readonly code?: unknown };
    logger.log('error', 'keys-unavailable', {
      why: fault.message,
      ...(typeof code === 'string' ? { code } : {}),
    });
  };

/** A page that comes back on another socket, and everybody at a restart: everyday life. */
const EVERYDAY: ReadonlySet<number> = new Set([CLOSE.replaced, CLOSE.restart, CLOSE.leaving]);

const ORIGIN_HINT: LogFields = { hint: 'if its pages are yours, name it with --origin' };

export function logWatch(logger: Logger): RelayWatch {
  // Anybody can send the header, so once must do.
  let hasHinted = false;
  return {
    onTurnedAway: (why, visitor) =>
      logger.log('warn', `refused-${why}`, { ...from(visitor), ...(why === 'origin' ? ORIGIN_HINT : {}) }),
    onUntrustedProxy: (address) => {
      if (!hasHinted) logger.log('warn', 'proxy-not-trusted', { address });
      hasHinted = true;
    },
    onConnected: (session, visitor) =>
      logger.log('debug', 'connected', { ...who(session), ...from(visitor) }),
    onKicked: (session, { address }, code, reason) =>
      logger.log(EVERYDAY.has(code) ? 'debug' : 'info', 'kicked', { ...who(session), address, code, reason }),
    onGone: (session, _visitor, code) => logger.log('debug', 'gone', { ...who(session), code }),
    onFault: (error) => logger.log('error', 'fault', describeFault(error)),
    onDrain: (reason, connections) => logger.log('info', 'drain', { reason, connections }),
  };
}
