/**
 * Hears whether anything still comes from the other side: a browser takes five seconds to call a path disconnected
 * and fifteen to give it up, while what a connection has counted stands still at once. Looks are counted, not time:
 * a page that slept has not heard silence. It says what it hears and decides nothing.
 */
import type { ClockPort, RawStats } from '../ports.js';

export interface PathWatchPorts {
  readonly clock: Pick<ClockPort, 'after'>;
  traffic(): Promise<ReadonlyMap<string, number>>;
  /** Of sound or pictures that came until now nothing has come since the last look. */
  doubted(): void;
  /** Nothing has come for a while. */
  silent(): void;
  /** Something comes again. */
  heard(): void;
}

const LOOK_MS = 1_000;
/** After a sign that the network is another one. */
const HURRIED_LOOK_MS = 500;
const HURRIED_LOOKS = 8;
/** Looks in which nothing came: what sends sound or pictures sends fifty packets a second. */
const SILENT_LOOKS = 2;
/** Where none are sent only the checks of the path come, as seldom as every five seconds (RFC 7675). */
const IDLE_SILENT_LOOKS = 8;

const COUNTERS = ['bytesReceived', 'packetsReceived', 'requestsReceived', 'responsesReceived'] as const;
const COUNTING: ReadonlySet<string> = new Set(['transport', 'candidate-pair', 'inbound-rtp']);

export class PathWatch {
  readonly #ports: PathWatchPorts;
  #counted: ReadonlyMap<string, number> = new Map();
  #cancel: (() => void) | undefined;
  /** Looks without anything new; undefined until something has come. */
  #quiet: number | undefined;
  #hasMedia = false;
  #isSilent = false;
  #hurried = 0;

  constructor(ports: PathWatchPorts) {
    this.#ports = ports;
  }

  /** Looks from now on, or no more. */
  follow(isOn: boolean): void {
    if (isOn && !this.#cancel) this.#lookLater();
    if (!isOn) this.stop();
  }

  /** The connection is up: only what falls silent from now on counts. */
  begin(): void {
    this.#quiet = undefined;
    this.#isSilent = false;
  }

  /** The network may be another one: looks more often for a while. */
  hurry(): void {
    this.#hurried = HURRIED_LOOKS;
    if (!this.#cancel) return;
    this.#cancel();
    this.#lookLater();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#counted = new Map();
    this.#hurried = 0;
    this.begin();
  }

  #lookLater(): void {
    const ms = this.#hurried > 0 ? HURRIED_LOOK_MS : LOOK_MS;
    this.#hurried = Math.max(0, this.#hurried - 1);
    const cancel = this.#ports.clock.after(ms, () => {
      void this.#ports.traffic().then((counted) => {
        // Stopped meanwhile, or told to hurry.
        if (this.#cancel !== cancel) return;
        this.#lookLater();
        this.#see(counted);
      });
    });
    this.#cancel = cancel;
  }

  #see(counted: ReadonlyMap<string, number>): void {
    const grown = [...counted].filter(([key, count]) => count > (this.#counted.get(key) ?? 0));
    this.#counted = counted;
    if (grown.length > 0) {
      this.#hasMedia = grown.some(([key]) => key.startsWith('inbound-rtp'));
      this.#quiet = 0;
      if (!this.#isSilent) return;
      this.#isSilent = false;
      this.#ports.heard();
    } else if (this.#quiet !== undefined) {
      this.#quiet += 1;
      if (this.#quiet === 1 && this.#hasMedia) this.#ports.doubted();
      if (this.#isSilent || this.#quiet < (this.#hasMedia ? SILENT_LOOKS : IDLE_SILENT_LOOKS)) return;
      this.#isSilent = true;
      this.#ports.silent();
    }
  }
}

/** Everything that grows when a packet comes, whatever it is. */
export const countersOf = (stats: readonly RawStats[]): ReadonlyMap<string, number> =>
  new Map(
    stats
      .filter(({ type }) => COUNTING.has(type))
      .flatMap((one) =>
        COUNTERS.map((name) => [`${one.type} ${one.id} ${name}`, Number(one[name] ?? 0)] as const),
      ),
  );
