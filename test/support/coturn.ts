/**
 * A real coturn with the configuration that this project ships, on a free port of this machine. Only what has to be
 * different on a machine for tests is replaced: secret, ports, certificate.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MadeCertificate } from './certificate.js';

const BINARY = 'turnserver';
const CONFIGURATION = fileURLToPath(new URL('../../deploy/turnserver.conf', import.meta.url));

/** Now and then one gets its threads ready in an order in which it stays deaf for as long as it runs. */
const STARTS = 5;
const STUN_ANSWER_MS = 2_000;

/** Why tests with a real TURN server are skipped, or false. */
export const noCoturn: string | false = spawnSync(BINARY, ['--version']).error
  ? 'there is no turnserver: apt-get install coturn'
  : false;

export interface CoturnOptions {
  /** It has relay addresses of version 6, too. */
  readonly isV6?: boolean;
  /** It relays from one of its users to another, whose addresses are this machine's here. */
  readonly reachesItself?: boolean;
  /** It takes TLS as well, with this certificate. */
  readonly certificate?: MadeCertificate;
}

/** Where its files are, and its ports. */
interface Place {
  readonly folder: string;
  readonly port: number;
  readonly tlsPort: number;
}

/** The shipped lines, but for those that name a secret, a port or a certificate. */
function configuration(secret: string, { folder, port, tlsPort }: Place, options: CoturnOptions): string {
  const { isV6, reachesItself, certificate } = options;
  const shipped = readFileSync(CONFIGURATION, 'utf8');
  const kept = shipped
    .split('\n')
    .filter((line) => !/^(static-auth-secret|listening-port|tls-listening-port|cert|pkey)=/.test(line))
    .filter((line) => !reachesItself || !line.startsWith('denied-peer-ip=127.'));
  return [
    ...kept,
    `static-auth-secret=${secret}`,
    `listening-port=${port}`,
    ...['listening-ip=127.0.0.1', 'relay-ip=127.0.0.1', ...(isV6 ? ['relay-ip=::1'] : [])],
    ...(reachesItself ? ['allow-loopback-peers'] : []),
    // It says when it listens only if it says much.
    'verbose',
    ...(certificate
      ? [
          `tls-listening-port=${tlsPort}`,
          `cert=${join(folder, 'cert.pem')}`,
          `pkey=${join(folder, 'key.pem')}`,
        ]
      : ['no-tls']),
    ...['no-dtls', `userdb=${join(folder, 'users')}`, `pidfile=${join(folder, 'pid')}`],
  ].join('\n');
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  await once(socket.bind(0, '127.0.0.1'), 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}

/** Waits until it has said all of these; rejects with its last words where it ends before. */
const heard = (child: ChildProcess, words: readonly string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    let text = '';
    child.stdout!.on('data', (part: Buffer) => {
      text = (text + part.toString('utf8')).slice(-32_768);
      if (words.every((word) => text.includes(word))) resolve();
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`coturn ended: ${text.slice(-500)}`)));
  });

/** Whether it answers a Binding request, RFC 8489, sent once more where a busy machine may have lost the first. */
async function answersStun(port: number): Promise<boolean> {
  const request = Buffer.alloc(20);
  request.writeUInt16BE(0x0001, 0);
  request.writeUInt32BE(0x2112_a442, 4);
  randomBytes(12).copy(request, 8);
  const socket = createSocket('udp4');
  try {
    for (let left = 2; left > 0; left -= 1) {
      socket.send(request, port, '127.0.0.1');
      const answer = once(socket, 'message', { signal: AbortSignal.timeout(STUN_ANSWER_MS) });
      const isHeard = await answer.then(() => true).catch(() => false);
      if (isHeard) return true;
    }
    return false;
  } finally {
    socket.close();
  }
}

/**
 * The attribute `ice-servers` of a page that uses it over this transport, with credentials as the relay makes them
 * (draft-uberti-behave-turn-rest), good for an hour.
 */
export function iceServersOf(
  { port, tlsPort }: Coturn,
  secret: string,
  transport: 'udp' | 'tcp' | 'tls' = 'udp',
): string {
  const username = `${Math.floor(Date.now() / 1000) + 3600}:naomi`;
  const credential = createHmac('sha1', secret).update(username).digest('base64');
  // By its name: Firefox takes no TLS from a bare address.
  const urls =
    transport === 'tls'
      ? `turns:localhost:${tlsPort}?transport=tcp`
      : `turn:127.0.0.1:${port}?transport=${transport}`;
  return JSON.stringify([{ urls, username, credential }]);
}

export class Coturn {
  readonly port: number;
  /** Where it takes TLS, if it does. */
  readonly tlsPort: number;
  readonly #process: ChildProcess;
  readonly #folder: string;

  private constructor({ port, tlsPort, folder }: Place, process: ChildProcess) {
    this.port = port;
    this.tlsPort = tlsPort;
    this.#process = process;
    this.#folder = folder;
  }

  /** Answers when it answers. */
  static async start(secret: string, options: CoturnOptions = {}): Promise<Coturn> {
    for (let left = STARTS; left > 0; left -= 1) {
      const coturn = await Coturn.#launch(secret, options);
      if (await answersStun(coturn.port)) return coturn;
      await coturn.stop();
    }
    throw new Error(`coturn was started ${STARTS} times and never answered`);
  }

  static async #launch(secret: string, options: CoturnOptions): Promise<Coturn> {
    const folder = mkdtempSync(join(tmpdir(), 'call-elements-'));
    const place = { folder, port: await freePort(), tlsPort: await freePort() };
    const file = join(folder, 'turnserver.conf');
    writeFileSync(file, configuration(secret, place, options));
    writeFileSync(join(folder, 'cert.pem'), options.certificate?.cert ?? '');
    writeFileSync(join(folder, 'key.pem'), options.certificate?.key ?? '');
    const child = spawn(BINARY, ['-c', file], { stdio: ['ignore', 'pipe', 'ignore'] });
    // A run that is cut off must leave nothing behind.
    process.once('exit', () => child.kill('SIGKILL'));
    // The second is the last thing that it gets ready; one that is asked before may stay deaf for ever.
    await heard(child, [`UDP listener opened on: 127.0.0.1:${place.port}`, 'SQLite DB connection success']);
    return new Coturn(place, child);
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      this.#process.kill('SIGKILL');
      await once(this.#process, 'exit');
    }
    rmSync(this.#folder, { recursive: true });
  }
}
