/** The relay as its users run it: a process of its own, started by its command line, on a free port. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

const MAIN = 'dist/server/main.js';

export class RelayProcess {
  readonly url: string;
  readonly #child: ChildProcess;

  /** `url`: where its pages are. */
  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  /** Starts a command of the tool and waits for the address that it prints. */
  static async start(...args: readonly string[]): Promise<RelayProcess> {
    const child = spawn(process.execPath, [MAIN, ...args, '--port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const address = await new Promise<string>((resolve, reject) => {
      let printed = '';
      child.stdout.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
        const found = /(?:ws|http)(s?:\/\/(?:localhost|127\.0\.0\.1):\d+\/)/.exec(printed)?.[1];
        if (found) resolve(`http${found}`);
      });
      child.on('exit', (code) => {
        reject(new Error(`The relay ended with ${String(code)} before it was ready: ${printed}`));
      });
    });
    return new RelayProcess(child, address);
  }

  /**
   * The test pages of this folder, with the script they load. Nobody is waited for who closes a page: those of the next
   * test have the same names.
   */
  static startWithPages(...pages: readonly string[]): Promise<RelayProcess> {
    return RelayProcess.#serving(pages, '--leaving-grace-ms', '0');
  }

  /** The same, and a page that is loaded again is waited for. */
  static startWaiting(): Promise<RelayProcess> {
    return RelayProcess.#serving([]);
  }

  static #serving(pages: readonly string[], ...options: readonly string[]): Promise<RelayProcess> {
    const folders = ['test/e2e/pages', ...pages, 'dist'];
    return RelayProcess.start('relay', ...folders.flatMap((folder) => ['--serve', folder]), ...options);
  }

  /** `SIGKILL`: it says goodbye to nobody. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill(signal);
    await ended;
  }
}
