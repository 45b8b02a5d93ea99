/** The command line as a process of its own: its words, what it prints and logs, and how it ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../server/main.ts', import.meta.url));

export type LogLine = Readonly<Record<string, unknown>> & { readonly event: string };

export interface CommandOptions {
  readonly environment?: NodeJS.ProcessEnv;
  /** What runs it, before the words: a limit on resources, say. */
  readonly wrapper?: readonly string[];
}

export class Command {
  stdout = '';
  stderr = '';
  readonly child: ChildProcess;
  readonly exit: Promise<number | null>;

  constructor(words: readonly string[], { environment = {}, wrapper = [] }: CommandOptions = {}) {
    const [program = '', ...rest] = [...wrapper, process.execPath, '--import', 'tsx', MAIN, ...words];
    this.child = spawn(program, rest, { env: { ...process.env, ...environment } });
    this.child.stdout?.on('data', (part: Buffer) => (this.stdout += part.toString('utf8')));
    this.child.stderr?.on('data', (part: Buffer) => (this.stderr += part.toString('utf8')));
    this.exit = once(this.child, 'close').then(([code]) => code as number | null);
  }

  /** The first address it prints. */
  url(): Promise<string> {
    return this.#until('stdout', () => /^(?:ws|http)s?:\/\/\S+$/m.exec(this.stdout)?.[0]);
  }

  /** What it has logged so far; whole lines only. */
  get log(): readonly LogLine[] {
    return this.stderr
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as LogLine);
  }

  /** The first such event that it logs. */
  logged(event: string): Promise<LogLine> {
    return this.#until('stderr', () => this.log.find((line) => line.event === event));
  }

  /** Asks it to end, and waits. */
  async stop(): Promise<number | null> {
    this.child.kill('SIGTERM');
    return this.exit;
  }

  async #until<T>(stream: 'stdout' | 'stderr', look: () => T | undefined): Promise<T> {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      const ended = await Promise.race([
        once(this.child[stream]!, 'data').then(() => false),
        this.exit.then(() => true),
      ]);
      if (ended && look() === undefined) throw new Error(`ended early: ${this.stderr}`);
    }
  }
}

/** Runs it to its end. */
export async function run(
  words: readonly string[],
  options: CommandOptions = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const command = new Command(words, options);
  const code = await command.exit;
  return { code, stdout: command.stdout, stderr: command.stderr };
}
