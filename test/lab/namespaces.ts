/**
 * A small network of its own for one row: two places with a browser each, `a` and `b`, and a third, `r`, with the bridge
 * between them and every server. Only the names of the namespaces are seen outside, and they carry this process's
 * number, so runs beside each other never meet. Everything that runs inside ends with it, on every way out.
 */
import { type ChildProcess, type StdioOptions, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, type Server, type Socket, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Side = 'a' | 'b';
export type Place = Side | 'r';

const PLACES: readonly Place[] = ['r', 'a', 'b'];
const NAME = /^ce(\d+)-\d+-[rab]$/;
/** Where the servers are. */
export const SERVER = '10.77.0.1';
export const ADDRESSES: Readonly<Record<Side, string>> = { a: '10.77.0.2', b: '10.77.0.3' };

interface Outcome {
  readonly code: number | null;
  readonly text: string;
  readonly complaint: string;
}

function attempt(command: string, args: readonly string[], input?: string): Outcome {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', input });
  return error
    ? { code: null, text: '', complaint: error.message }
    : { code: status, text: stdout, complaint: stderr.trim() };
}

function run(command: string, args: readonly string[], input?: string): string {
  const { code, text, complaint } = attempt(command, args, input);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: ${complaint}`);
  return text;
}

/** Why there is no lab here, or false. Asked before any row: whoever has no rights for a part of it finds that out here. */
export function noLab(): string | false {
  if (process.platform !== 'linux') return 'network namespaces are a thing of Linux';
  if (process.getuid?.() !== 0) return 'only root makes network namespaces';
  for (const [command, version, name] of [
    ['ip', '-V', 'iproute2'],
    ['nft', '-v', 'nftables'],
  ] as const)
    if (attempt(command, [version]).code !== 0) return `there is no ${command}: apt-get install ${name}`;
  try {
    new Network().dispose();
    return false;
  } catch (error) {
    for (const network of open) network.dispose();
    return `this system makes no such network: ${error instanceof Error ? error.message : String(error)}`;
  }
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const namespaces = (): readonly string[] =>
  attempt('ip', ['netns', 'list'])
    .text.split('\n')
    .map((line) => line.split(' ')[0] ?? '');

/** Whoever is in it is ours: nobody else knows the name. */
function signalAll(namespace: string, signal: NodeJS.Signals): void {
  for (const pid of attempt('ip', ['netns', 'pids', namespace]).text.split('\n').filter(Boolean))
    if (isAlive(Number(pid))) process.kill(Number(pid), signal);
}

function remove(namespace: string): void {
  signalAll(namespace, 'SIGKILL');
  attempt('ip', ['netns', 'del', namespace]);
}

/** What a run that was killed has left behind. */
export function sweep(): void {
  for (const name of namespaces()) {
    const pid = NAME.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) remove(name);
  }
}

/** Passes what it reads on to a port beside it, and back. */
const PASS_ON = `const to = require('node:net').connect(Number(process.argv[1]), '127.0.0.1');
  process.stdin.pipe(to).pipe(process.stdout);`;

const open = new Set<Network>();
let count = 0;

/** However this process ends, its networks go with it; after a SIGKILL the next run's `sweep` sees to it. */
export function disposeAtExit(): void {
  process.once('exit', () => {
    for (const network of open) network.dispose();
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => process.exit(130));
}

export class Network {
  /** For whatever its programs write; goes with it. */
  readonly folder = mkdtempSync(join(tmpdir(), 'call-elements-lab-'));
  readonly #number = (count += 1);
  readonly #doors: Server[] = [];

  constructor() {
    open.add(this);
    for (const place of PLACES) {
      run('ip', ['netns', 'add', this.name(place)]);
      // Otherwise each end has a second address a moment after it is up, and a page that is being loaded then is lost.
      this.in(place, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6');
    }
    this.in('r', 'ip', 'link', 'add', 'bridge', 'type', 'bridge');
    this.in('r', 'ip', 'address', 'add', `${SERVER}/24`, 'dev', 'bridge');
    for (const device of ['lo', 'bridge']) this.in('r', 'ip', 'link', 'set', device, 'up');
    for (const side of ['a', 'b'] as const) {
      this.in(side, 'ip', 'link', 'set', 'lo', 'up');
      this.plug(side, 'eth0', ADDRESSES[side]);
    }
    // Two chains that faults are written into: what comes over the bridge, and what leaves it.
    this.nft(`add table bridge lab
      add chain bridge lab in { type filter hook prerouting priority -300; }
      add chain bridge lab out { type filter hook postrouting priority 300; }`);
  }

  name(place: Place): string {
    return `ce${process.pid}-${this.#number}-${place}`;
  }

  /** A cable from the bridge to a side, with an address at its end; at the bridge it is called `a-eth0`. */
  plug(side: Side, device: string, address: string): void {
    const port = `${side}-${device}`;
    const end = ['peer', 'name', device, 'netns', this.name(side)];
    this.in('r', 'ip', 'link', 'add', port, 'type', 'veth', ...end);
    this.in('r', 'ip', 'link', 'set', port, 'master', 'bridge', 'up');
    this.in(side, 'ip', 'address', 'add', `${address}/24`, 'dev', device);
    this.bringUp(side, device);
  }

  bringUp(side: Side, device: string): void {
    this.in(side, 'ip', 'link', 'set', device, 'up');
    // Browsers ask which of their addresses leads outside.
    this.in(side, 'ip', 'route', 'replace', 'default', 'via', SERVER, 'dev', device);
  }

  /** Runs a command there to its end; answers what it printed. */
  in(place: Place, ...command: readonly string[]): string {
    return run('ip', ['netns', 'exec', this.name(place), ...command]);
  }

  /** Whether a command there ends well. */
  can(place: Place, ...command: readonly string[]): boolean {
    return attempt('ip', ['netns', 'exec', this.name(place), ...command]).code === 0;
  }

  /** Rules for the bridge. */
  nft(rules: string): void {
    run('ip', ['netns', 'exec', this.name('r'), 'nft', '-f', '-'], rules);
  }

  /** Starts a program there. `ip` becomes the program, so that its process number is the program's. */
  spawn(place: Place, command: readonly string[], stdio: StdioOptions): ChildProcess {
    return spawn('ip', ['netns', 'exec', this.name(place), ...command], { stdio });
  }

  /** Answers a port of this machine that leads to the port of the same number at a place. */
  async openDoor(place: Place): Promise<number> {
    const door = createServer((socket: Socket) => {
      const { port } = door.address() as AddressInfo;
      const inner = this.spawn(
        place,
        [process.execPath, '-e', PASS_ON, String(port)],
        ['pipe', 'pipe', 'ignore'],
      );
      // Either may be killed, by the row or at its end, and that is no error of the other.
      for (const stream of [socket, inner.stdin, inner.stdout]) stream?.on('error', () => socket.destroy());
      if (inner.stdin) socket.pipe(inner.stdin);
      inner.stdout?.pipe(socket);
    });
    this.#doors.push(door);
    await once(door.listen(0, '127.0.0.1'), 'listening');
    return (door.address() as AddressInfo).port;
  }

  /** Every process at this place: a browser is many. */
  signal(place: Place, signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void {
    signalAll(this.name(place), signal);
  }

  dispose(): void {
    if (!open.delete(this)) return;
    for (const door of this.#doors) door.close();
    for (const place of PLACES) remove(this.name(place));
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
