/** One of the servers in examples/backends, as its readers start it: a process of its own, on a free port. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const EXAMPLES = resolve('examples/backends');

export interface Recipe {
  readonly title: string;
  /** Why it cannot run here; false where it can. */
  readonly skip: string | false;
  readonly start: (folder: string, port: number) => ChildProcess;
  /** Speaks plain HTTP, and serves its pages itself. */
  readonly isHttp?: true;
}

const answers = (command: string, ...words: readonly string[]): boolean =>
  spawnSync(command, words, { stdio: 'ignore' }).status === 0;

const run = (
  command: string,
  words: readonly string[],
  port: number,
  more: NodeJS.ProcessEnv = {},
): ChildProcess =>
  spawn(command, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: PHP's workers do not end with the process that started them.
    detached: true,
    env: { ...process.env, HOST: '127.0.0.1', PORT: String(port), ...more },
  });

/** Debian's Python, which has Debian's packages; another one on the path may not. */
const PYTHON = ['/usr/bin/python3', 'python3'].find((one) => answers(one, '-c', 'import websockets'));
/** Debian's packages of Go stand where modules are not looked for. */
const GO_ENV = { GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOFLAGS: '', CGO_ENABLED: '0' };
const HAS_GORILLA = answers('test', '-d', `${GO_ENV.GOPATH}/src/github.com/gorilla/websocket`);

function startGo(folder: string, port: number): ChildProcess {
  const program = join(folder, 'server');
  const env = { ...process.env, ...GO_ENV, GOCACHE: join(folder, 'cache'), HOME: folder };
  const built = spawnSync('go', ['build', '-o', program, '.'], {
    cwd: join(EXAMPLES, 'go'),
    env,
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new Error(`The Go example does not build: ${built.stderr}`);
  return run(program, [], port);
}

/** The web server that PHP brings along; it must be told that it may serve several at once. */
function startPhp(folder: string, port: number): ChildProcess {
  cpSync(join(EXAMPLES, 'php'), folder, { recursive: true });
  for (const name of readdirSync('dist')) {
    if (name.startsWith('call-elements') || name === 'chunks')
      cpSync(join('dist', name), join(folder, name), { recursive: true });
  }
  const more = { PHP_CLI_SERVER_WORKERS: '24', SIGNAL_DB: join(folder, 'signal.sqlite') };
  return run('php', ['-S', `127.0.0.1:${String(port)}`, '-t', folder], port, more);
}

export const RECIPES: readonly Recipe[] = [
  {
    title: 'Node',
    skip: false,
    start: (_folder, port) => run(process.execPath, [join(EXAMPLES, 'node/server.mjs')], port),
  },
  {
    title: 'Python',
    skip: PYTHON === undefined && 'there is no Python with websockets (Debian: python3-websockets)',
    start: (_folder, port) => run(PYTHON ?? '', [join(EXAMPLES, 'python/server.py')], port),
  },
  {
    title: 'Go',
    skip:
      !(HAS_GORILLA && answers('go', 'version')) &&
      'there is no Go (Debian: golang-go golang-github-gorilla-websocket-dev)',
    start: startGo,
  },
  {
    title: 'PHP',
    skip:
      !answers('php', '-r', 'exit(class_exists("PDO") && extension_loaded("pdo_sqlite") ? 0 : 1);') &&
      'there is no PHP with SQLite (Debian: php-cli php-sqlite3)',
    start: startPhp,
    isHttp: true,
  },
];

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export class Backend {
  /** Without a scheme. */
  readonly address: string;
  /** All that it has printed. */
  printed = '';
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(child: ChildProcess, folder: string, port: number) {
    this.#child = child;
    this.#folder = folder;
    this.address = `127.0.0.1:${String(port)}`;
  }

  static async start(recipe: Recipe): Promise<Backend> {
    const [folder, port] = [mkdtempSync(join(tmpdir(), 'call-backend-')), await freePort()];
    const backend = new Backend(recipe.start(folder, port), folder, port);
    await backend.#untilItListens();
    return backend;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const ended = once(this.#child, 'exit');
      process.kill(-(this.#child.pid ?? 0), 'SIGKILL');
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #untilItListens(): Promise<void> {
    return new Promise((resolve, reject) => {
      const hear = (chunk: Buffer): void => {
        this.printed += chunk.toString('utf8');
        if (/listening on|Development Server .* started/.test(this.printed)) resolve();
      };
      this.#child.stdout?.on('data', hear);
      this.#child.stderr?.on('data', hear);
      this.#child.on('error', reject);
      this.#child.on('exit', () => {
        reject(new Error(`It ended at once: ${this.printed}`));
      });
    });
  }
}
