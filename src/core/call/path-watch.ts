/**
 * Hears whether anything still comes from the other side: a browser takes five seconds to call a path disconnected
 * and fifteen to give it up, while what a connection has counted stands still at once. Looks are counted, not time:
 * a page that slept has not heard silence. It says what it hears and decides nothing.
 */
import type { ClockPort, RawStats } from '../ports.js';

export interface PathWatchPorts {
  readonly clock: Pick<ClockPort, 'after'>;
  traffic(): Promise<ReadonlyMap<string, number>>;
  /** The other side says that it sends sound or pictures. */
  expectsMedia(): boolean;
  /** Of sound or pictures that came until now nothing has come since the last look. */
  doubted(): void;
  /** Nothing has come for a while. */
  silent(): void;
  /** Something comes again: sound or pictures, where they came before and should. */
  heard(): void;
  /** The connection is up again, and what came before and should come does not. */
  barren(): void;
}

const LOOK_MS = 1_000;
/** After a sign that the network is another one. */
const HURRIED_LOOK_MS = 500;
const HURRIED_LOOKS = 8;
/** Looks in which nothing came: what sends sound or pictures sends fifty packets a second. */
const SILENT_LOOKS = 2;
/** Where none are sent only the checks of the path come, as seldom as every five seconds (RFC 7675). */
const IDLE_SILENT_LOOKS = 8;
/** Looks at a connection that is up again until it should have brought something. */
const BARREN_LOOKS = 3;

const COUNTERS = ['bytesReceived', 'packetsReceived', 'requestsReceived', 'responsesReceived'] as const;
const MEDIA = 'inbound-rtp';
const COUNTING: ReadonlySet<string> = new Set(['transport', 'candidate-pair', MEDIA]);

export class PathWatch {
  readonly #ports: PathWatchPorts;
  #counted: ReadonlyMap<string, number> = new Map();
  #cancel: (() => void) | undefined;
  /** Looks without anything new; undefined until something has come. */
  #quiet: number | undefined;
  #hasMedia = false;
  /** Sound or pictures have come at some time. */
  #hadMedia = false;
  /** Looks since the connection is up again that saw none of them; undefined when they have come, or need not. */
  #barren: number | undefined;
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

  /**
   * The connection is up: only what falls silent from now on counts. `isTried`: it took more than one offer, and where two
   * of them crossed a browser may be deaf from the first moment on.
   */
  begin(isTried = false): void {
    this.#quiet = undefined;
    this.#isSilent = false;
    this.#barren = this.#hadMedia || isTried ? 0 : undefined;
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
    this.#hadMedia = false;
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
    if (grown.length > 0) this.#hear(grown.some(([key]) => key.startsWith(MEDIA)));
    else this.#hearNothing();
    if (this.#barren === undefined || !this.#ports.expectsMedia()) return;
    this.#barren += 1;
    if (this.#barren < BARREN_LOOKS) return;
    this.#barren = undefined;
    this.#ports.barren();
  }

  #hear(hasMedia: boolean): void {
    this.#hasMedia = hasMedia;
    this.#quiet = 0;
    if (hasMedia) {
      this.#hadMedia = true;
      this.#barren = undefined;
    }
    // Over a path that its ends have lost the checks of one that they look for may come.
    if (!this.#isSilent || (!hasMedia && this.#hadMedia && this.#ports.expectsMedia())) return;
    this.#isSilent = false;
    this.#ports.heard();
  }

  #hearNothing(): void {
    if (this.#quiet === undefined) return;
    this.#quiet += 1;
    if (this.#quiet === 1 && this.#hasMedia) this.#ports.doubted();
    if (this.#isSilent || this.#quiet < (this.#hasMedia ? SILENT_LOOKS : IDLE_SILENT_LOOKS)) return;
    this.#isSilent = true;
    this.#ports.silent();
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
