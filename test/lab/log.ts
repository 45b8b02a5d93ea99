/**
 * Runs in the page before anything else: notes what the page heard, and when, so that a row can say what a person saw
 * meanwhile, and counts what arrives. It changes nothing.
 */
import type { Person } from '../e2e/support/person.js';

/** What one peer connection has received, by the name of what counts it: bytes of paths, packets of sound and picture. */
export interface Arrived {
  readonly bytes: Readonly<Record<string, number>>;
  readonly packets: Readonly<Record<string, number>>;
}

/** What it has received since another time. */
export interface Grown {
  readonly bytes: number;
  readonly packets: number;
}

export interface Lab {
  /** Phases of the call and states of the link as they came: `[milliseconds of the page, word]`. */
  readonly heard: (readonly [number, string])[];
  /** The same, with what went over the socket about the call, and what each peer connection said of itself. */
  readonly trace: (readonly [number, string])[];
  /** For each peer connection that the page ever made; nothing of one that is closed. */
  arrived(): Promise<Arrived[]>;
  arrivedSince(mark: readonly Arrived[]): Promise<Grown[]>;
}

declare global {
  interface Window {
    lab: Lab;
  }
}

/** The statistics read here: RTCTransportStats, RTCIceCandidatePairStats, RTCInboundRtpStreamStats. */
interface Report {
  readonly id: string;
  readonly type: string;
  readonly bytesReceived?: number;
  readonly packetsReceived?: number;
}

/** A message of the protocol, as far as it is noted here. */
interface Frame {
  readonly type: string;
  readonly code?: string;
  readonly call?: { readonly pc?: number; readonly n?: number };
  readonly candidate?: { readonly candidate: string } | null;
}

export function installLog(): void {
  const heard: (readonly [number, string])[] = [];
  const trace: (readonly [number, string])[] = [];
  // Methods, since what runs in a page cannot bring along what the compiler adds to other named functions.
  const log = {
    note(word: string): void {
      trace.push([performance.now(), word]);
    },
    hear(word: string): void {
      heard.push([performance.now(), word]);
      log.note(word);
    },
    noteFrame(way: string, data: unknown): void {
      const { type, call, code, candidate } = JSON.parse(String(data)) as Frame;
      if (!call && type !== 'error') return;
      const numbers = [call?.pc, call?.n].filter((number) => number !== undefined).join('.');
      // Of a candidate its transport, address, port and type.
      const where = candidate?.candidate.split(' ');
      const words = [way, type, code, numbers, where?.[2], where?.[4], where?.[5], where?.[7]];
      log.note(words.filter(Boolean).join(' '));
    },
    /** After a restart Firefox counts from nothing: on a path that is another one, and on a stream under the name that it had. */
    grown(before: Readonly<Record<string, number>>, now: Readonly<Record<string, number>>): number {
      return Object.entries(now).reduce((sum, [id, count]) => {
        const had = before[id] ?? 0;
        return sum + (count >= had ? count - had : count);
      }, 0);
    },
  };
  document.addEventListener('call-phase-change', ({ phase }) => {
    log.hear(phase);
  });
  document.addEventListener('call-link-change', ({ link }) => {
    log.hear(`link ${link.status}`);
  });
  for (const type of ['online', 'offline'])
    addEventListener(type, () => {
      log.hear(`page ${type}`);
    });
  const Probed = RTCPeerConnection;
  window.RTCPeerConnection = class extends Probed {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      const number = window.probe.connections.length;
      this.addEventListener('connectionstatechange', () => {
        log.note(`connection ${number} ${this.connectionState}, ice ${this.iceConnectionState}`);
      });
    }
  };
  const ProbedSocket = WebSocket;
  window.WebSocket = class extends ProbedSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('message', ({ data }) => {
        log.noteFrame('<', data);
      });
    }
    override send(data: string): void {
      log.noteFrame('>', data);
      super.send(data);
    }
  };
  window.lab = {
    heard,
    trace,
    async arrived() {
      const all = await Promise.all(
        window.probe.connections.map((connection) =>
          // Of one that is closed Firefox never says what it has received.
          connection.connectionState === 'closed' ? Promise.resolve(undefined) : connection.getStats(),
        ),
      );
      return all.map((stats) => {
        const reports = [...((stats?.values() ?? []) as Iterable<Report>)];
        // Not every browser has transports, and all have pairs.
        const paths = reports.filter(({ type }) => type === 'transport' || type === 'candidate-pair');
        const media = reports.filter(({ type }) => type === 'inbound-rtp');
        return {
          bytes: Object.fromEntries(paths.map(({ id, bytesReceived = 0 }) => [id, bytesReceived])),
          packets: Object.fromEntries(media.map(({ id, packetsReceived = 0 }) => [id, packetsReceived])),
        };
      });
    },
    async arrivedSince(mark) {
      return (await window.lab.arrived()).map(({ bytes, packets }, at) => ({
        bytes: log.grown(mark[at]?.bytes ?? {}, bytes),
        packets: log.grown(mark[at]?.packets ?? {}, packets),
      }));
    },
  };
}

/** Of the clock that all pages have, so that two can be laid side by side. */
const clock = (ms: number): string => ((ms / 1_000) % 1_000).toFixed(2);

/** How the page is now, and what came to it last. */
export async function describe(person: Person): Promise<string> {
  try {
    const { now, trace, origin } = await person.page.evaluate(() => {
      const snapshot = document.querySelector('call-provider')?.controller?.snapshot;
      const states = window.probe.connections.map(({ connectionState }) => connectionState);
      const live = window.probe.tracks.filter(({ readyState }) => readyState === 'live');
      return {
        now: [
          `call ${String(snapshot?.call.phase)}, link ${String(snapshot?.link.status)}`,
          `connections ${states.join('/')}, tracks ${live.map(({ kind }) => kind).join('/') || 'none'}`,
          `errors ${window.probe.errors.join('/') || 'none'}`,
        ].join('; '),
        trace: window.lab.trace.slice(-100),
        origin: performance.timeOrigin,
      };
    });
    return [
      `${person.name}: ${now}; what came before, by seconds of a clock that is at ${clock(Date.now())}:`,
      ...trace.map(([atMs, word]) => `  ${clock(origin + atMs)} ${word}`),
    ].join('\n');
  } catch {
    return `${person.name}: the page does not answer`;
  }
}

/** What was heard since the last time this was asked: phases, or what begins with the word. */
export const heardSince = (person: Person, from: number): Promise<readonly (readonly [number, string])[]> =>
  person.page.evaluate((atMs) => window.lab.heard.filter(([when]) => when >= atMs), from);

export const pageTime = (person: Person): Promise<number> => person.page.evaluate(() => performance.now());
