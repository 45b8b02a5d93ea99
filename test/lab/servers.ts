/** The servers of a row, as their users run them: the relay by its command line, which also serves the pages, and coturn with the shipped configuration. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { noCoturn } from '../support/coturn.js';
import { type Network, SERVER } from './namespaces.js';
import { Skipped } from './row.js';

export const RELAY_PORT = 6503;
/** Where the proxy of chaos.ts stands: before the relay, and before the first TURN server. */
export const CHAOS_PORT = 6504;
export const CHAOS_TURN_PORT = 3488;
export const TURN_PORT = 3478;
/** Each TURN server gives ports of its own, so that one sees over which a packet has come: the second from here on. */
export const SECOND_TURN_FROM = 57_344;
export const ORIGIN = `http://${SERVER}:${RELAY_PORT}`;
/** Now and then one stays deaf, as test/support/coturn.ts says. */
const TURN_STARTS = 5;
export const SECRET = 'the-secret-of-the-lab';
const MAIN = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));
const TURN_CONFIGURATION = fileURLToPath(new URL('../../deploy/turnserver.conf', import.meta.url));

export interface ChaosOrder {
  /**
   * `twice`: all that concerns a call; `offers late`: an offer waits for the hang-up of its call, and comes after it;
   * `refused`: 502 for whoever wants a socket; `silent`: no answer.
   */
  readonly messages: 'pass' | 'twice' | 'offers late' | 'refused' | 'silent';
  /** How late packets to the TURN server are, give or take half of it. */
  readonly lateMs: number;
}

/** Waits until a program has printed all of these; rejects with its last words where it ends before. */
const said = (child: ChildProcess, words: readonly string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (part: Buffer) => {
      text = (text + part.toString()).slice(-32_768);
      if (words.every((word) => text.includes(word))) resolve();
    });
    child.once('exit', () => reject(new Error(`ended before it was ready: ${text.slice(-500)}`)));
  });

/** A program that can be frozen, killed and started again on the same port. */
export class Server {
  readonly #start: () => Promise<ChildProcess>;
  #child: ChildProcess;

  private constructor(start: () => Promise<ChildProcess>, child: ChildProcess) {
    this.#start = start;
    this.#child = child;
  }

  static async run(
    network: Network,
    command: readonly string[],
    ready: readonly string[],
    rest: readonly ('inherit' | 'ignore' | 'ipc')[] = ['inherit'],
  ): Promise<Server> {
    const start = async (): Promise<ChildProcess> => {
      const child = network.spawn('r', command, ['ignore', 'pipe', ...rest]);
      await said(child, ready);
      return child;
    };
    return new Server(start, await start());
  }

  /** It stops in the middle of what it does, and its sockets stay open. */
  freeze(): void {
    this.#child.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child.kill('SIGCONT');
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill(signal);
    await ended;
  }

  /** For a program of our own: tells it something, and waits until it has done so. */
  async tell(message: object): Promise<void> {
    const done = once(this.#child, 'message');
    this.#child.send(message);
    await done;
  }

  async startAgain(): Promise<void> {
    this.#child = await this.#start();
  }
}

export function startRelay(network: Network, ...options: readonly string[]): Promise<Server> {
  const folders = ['test/e2e/pages', 'dist'].flatMap((folder) => ['--serve', folder]);
  const where = ['--host', SERVER, '--port', String(RELAY_PORT), '--log-level', 'error'];
  const command = [process.execPath, MAIN, 'relay', ...where, ...folders, ...options];
  return Server.run(network, command, [`${SERVER}:${RELAY_PORT}`]);
}

/** What the relay needs to give credentials for the TURN servers of these ports. */
export function turnOptions(
  network: Network,
  ports: readonly number[],
  transport: 'udp' | 'tcp',
): readonly string[] {
  const file = join(network.folder, 'turn-secret');
  writeFileSync(file, SECRET);
  const urls = ports.map((port) => `turn:${SERVER}:${port}?transport=${transport}`);
  return ['--turn-anonymous', '--turn-secret-file', file, ...urls.flatMap((url) => ['--turn-url', url])];
}

const portsOf = (port: number): Readonly<Record<string, string>> =>
  port === TURN_PORT
    ? { 'max-port': String(SECOND_TURN_FROM - 1) }
    : { 'min-port': String(SECOND_TURN_FROM) };

/** The shipped lines, but for those that name a secret, a port or a certificate, and for the one that forbids this network. */
export async function startTurn(
  network: Network,
  port: number,
  replaced: Readonly<Record<string, string>> = {},
): Promise<Server> {
  if (noCoturn) throw new Skipped(noCoturn);
  const shipped = readFileSync(TURN_CONFIGURATION, 'utf8')
    .split('\n')
    .filter((line) => !/^(tls-listening-port|cert|pkey|denied-peer-ip)=/.test(line));
  const own = {
    'static-auth-secret': SECRET,
    'listening-port': String(port),
    'listening-ip': SERVER,
    'relay-ip': SERVER,
    userdb: join(network.folder, `users-${port}`),
    pidfile: join(network.folder, `pid-${port}`),
    ...portsOf(port),
    ...replaced,
  };
  const kept = shipped.filter((line) => !((line.split('=')[0] ?? '') in own));
  const lines = Object.entries(own).map(([name, value]) => `${name}=${value}`);
  const file = join(network.folder, `turn-${port}.conf`);
  writeFileSync(file, [...kept, ...lines, 'verbose', 'no-tls', 'no-dtls'].join('\n'));
  for (let left = TURN_STARTS; left > 0; left -= 1) {
    const turn = await Server.run(
      network,
      ['turnserver', '-c', file],
      [`UDP listener opened on: ${SERVER}:${port}`, 'SQLite DB connection success'],
      ['ignore'],
    );
    if (network.can('r', 'timeout', '3', 'turnutils_stunclient', '-p', String(port), SERVER)) return turn;
    await turn.kill();
  }
  throw new Error(`coturn was started ${TURN_STARTS} times and never answered`);
}

export function startChaos(network: Network): Promise<Server> {
  const program = fileURLToPath(new URL('chaos.ts', import.meta.url));
  return Server.run(
    network,
    [process.execPath, '--import', 'tsx', program],
    ['chaos is ready'],
    ['inherit', 'ipc'],
  );
}
