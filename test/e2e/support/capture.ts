/**
 * Every UDP packet that this machine sends or gets, taken by tcpdump into a file and looked through afterwards. Other
 * programs send packets too, so one asks for those of certain ports.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const TCPDUMP = ['/usr/bin/tcpdump', '/usr/sbin/tcpdump'].find((path) => existsSync(path));

/** Why nothing can be captured here, or false. */
export const noCapture: string | false =
  process.platform !== 'linux' || process.getuid?.() !== 0
    ? 'packets are captured by root on Linux only'
    : TCPDUMP === undefined && 'no tcpdump here (apt-get install tcpdump)';

export class Capture {
  readonly #folder: string;
  readonly #child: ChildProcess;

  private constructor(folder: string, child: ChildProcess) {
    this.#folder = folder;
    this.#child = child;
  }

  /** Answers when it listens. */
  static async start(): Promise<Capture> {
    const folder = mkdtempSync(join(tmpdir(), 'call-elements-'));
    const file = join(folder, 'packets');
    const options = ['-i', 'any', '-n', '-p', '-s', '96', '-U', '--immediate-mode', '-w', file, 'udp'];
    const child = spawn(TCPDUMP ?? '', options, { stdio: ['ignore', 'ignore', 'pipe'] });
    // A run that is cut off must leave nothing behind.
    process.once('exit', () => child.kill('SIGKILL'));
    let said = '';
    await new Promise<void>((resolve, reject) => {
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('listening on')) resolve();
      });
      child.once('exit', () => {
        reject(new Error(`tcpdump ended: ${said}`));
      });
    });
    return new Capture(folder, child);
  }

  /** Takes no more packets: a file that is still written may end in the middle of one. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGINT');
    await once(this.#child, 'exit');
  }

  /** Of those taken the packets from or to these ports, a line each. */
  of(ports: readonly number[]): readonly string[] {
    const filter = ports.map((port) => `udp port ${String(port)}`).join(' or ');
    const options = ['-n', '-r', join(this.#folder, 'packets'), filter];
    const text = execFileSync(TCPDUMP ?? '', options, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return text.split('\n').filter((line) => line !== '');
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true });
  }
}
