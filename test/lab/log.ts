/**
 * Runs in the page before anything else: notes what the page heard, and when, so that a row can say what a person saw
 * meanwhile, and counts what arrives. It changes nothing.
 */
import type { Person } from '../e2e/support/person.js';

/** What one peer connection has received: bytes of its path, packets of sound and picture. */
export interface Arrived {
  readonly bytes: number;
  readonly packets: number;
}

export interface Lab {
  /** Phases of the call and states of the link as they came: `[milliseconds of the page, word]`. */
  readonly heard: (readonly [number, string])[];
  /** For each peer connection that the page ever made. */
  arrived(): Promise<Arrived[]>;
}

declare global {
  interface Window {
    lab: Lab;
  }
}

/** The statistics read here: RTCTransportStats, RTCIceCandidatePairStats, RTCInboundRtpStreamStats. */
interface Report {
  readonly type: string;
  readonly bytesReceived?: number;
  readonly packetsReceived?: number;
}

export function installLog(): void {
  const heard: (readonly [number, string])[] = [];
  document.addEventListener('call-phase-change', ({ phase }) => heard.push([performance.now(), phase]));
  document.addEventListener('call-link-change', ({ link }) =>
    heard.push([performance.now(), `link ${link.status}`]),
  );
  for (const type of ['online', 'offline'])
    addEventListener(type, () => heard.push([performance.now(), `page ${type}`]));
  window.lab = {
    heard,
    async arrived() {
      const all = await Promise.all(window.probe.connections.map((connection) => connection.getStats()));
      return all.map((stats) => {
        const reports = [...(stats.values() as Iterable<Report>)];
        // Not every browser has transports, and all have pairs.
        const paths = reports.filter(({ type }) => type === 'transport' || type === 'candidate-pair');
        const media = reports.filter(({ type }) => type === 'inbound-rtp');
        return {
          bytes: Math.max(0, ...paths.map(({ bytesReceived = 0 }) => bytesReceived)),
          packets: media.reduce((sum, { packetsReceived = 0 }) => sum + packetsReceived, 0),
        };
      });
    },
  };
}

/** How the page is now, and what it heard last with the seconds of its own clock. */
export async function describe(person: Person): Promise<string> {
  try {
    return await person.page.evaluate((name) => {
      const snapshot = document.querySelector('call-provider')?.controller?.snapshot;
      const states = window.probe.connections.map(({ connectionState }) => connectionState);
      const last = window.lab.heard.slice(-8).map(([atMs, word]) => `${(atMs / 1_000).toFixed(1)} ${word}`);
      const live = window.probe.tracks.filter(({ readyState }) => readyState === 'live');
      return [
        `${name}: call ${String(snapshot?.call.phase)}, link ${String(snapshot?.link.status)}`,
        `connections ${states.join('/')}, tracks ${live.map(({ kind }) => kind).join('/') || 'none'}`,
        `errors ${window.probe.errors.join('/') || 'none'}`,
        `heard ${last.join(', ')}, now ${(performance.now() / 1_000).toFixed(1)}`,
      ].join('; ');
    }, person.name);
  } catch {
    return `${person.name}: the page does not answer`;
  }
}

/** What was heard since the last time this was asked: phases, or what begins with the word. */
export const heardSince = (person: Person, from: number): Promise<readonly (readonly [number, string])[]> =>
  person.page.evaluate((atMs) => window.lab.heard.filter(([when]) => when >= atMs), from);

export const pageTime = (person: Person): Promise<number> => person.page.evaluate(() => performance.now());
