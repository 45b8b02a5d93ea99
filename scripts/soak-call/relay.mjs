/**
 * The relay of `npm run soak:call`: as it is built, with the pages. It is reached by a door of its own, which stays when it is
 * killed and started again, and can cut everybody off.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Door } from '../lib/door.mjs';

/** Two people call each other far more often than any do; a page that was closed is not waited for long. */
const OPTIONS = [
  ...['--max-rings-per-minute', '100000', '--address-rings-per-minute', '100000'],
  ...['--leaving-grace-ms', '5000', '--log-level', 'error', '--port', '0'],
];

export class SoakRelay {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #child;
  #port = 0;
  #door = new Door(() => this.#port);

  /** Answers where its pages are. */
  async start() {
    await this.#startRelay();
    return this.#door.open();
  }

  async restart() {
    await this.#stopRelay('SIGKILL');
    await this.#startRelay();
  }

  /** Every connection to it is reset; answers when somebody is back. */
  cut() {
    return this.#door.cut();
  }

  async stop() {
    await this.#stopRelay('SIGTERM');
    this.#door.close();
  }

  async #startRelay() {
    const folders = ['--serve', 'scripts/soak-call/page', '--serve', 'dist'];
    const args = ['dist/server/main.js', 'relay', ...folders, ...OPTIONS];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child = child;
    this.#port = await new Promise((resolve, reject) => {
      child.stdout.on('data', (chunk) => {
        const found = /127\.0\.0\.1:(\d+)/.exec(String(chunk))?.[1];
        if (found) resolve(Number(found));
      });
      child.once('exit', (code) => reject(new Error(`The relay ended with ${String(code)}.`)));
    });
  }

  /** @param {NodeJS.Signals} signal */
  async #stopRelay(signal) {
    const child = this.#child;
    if (!child || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}
