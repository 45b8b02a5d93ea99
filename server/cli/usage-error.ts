/** The two ways a command can fail to start, told apart by exit code: the words typed, or the machine's answer. */

/** A wrong word on the command line: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The command was right and could not be done: exit code 1. The message says how to fix it. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

const isFileFault = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string';

/** What a system error means to the person who started the command. */
export function explain(error: unknown, what: string): StartError {
  const code = isFileFault(error) ? error.code : undefined;
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'does not exist',
    EACCES: 'may not be read: check its permissions',
    EISDIR: 'is a folder, not a file',
    ENOTDIR: 'is not a folder',
  };
  const reason = code === undefined ? undefined : reasons[code];
  return new StartError(
    `${what} ${reason ?? `cannot be read: ${error instanceof Error ? error.message : String(error)}`}`,
  );
}
