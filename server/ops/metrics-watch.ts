/**
 * What is counted of a relay: never who or what, only how much of which kind. Every label has few values, all known
 * beforehand, so that no client can make the figures grow.
 */
import { CLOSE, ERROR_CODES } from '../../src/protocol/index.js';
import type { RelayWatch, TurnedAway } from '../relay/watch.js';
import { FRAME_CLASSES, classOf, errorCodeOf } from './frame-class.js';
import type { LostReason } from '../webhook/webhook.js';
import type { Counter, Metrics } from './metrics.js';

const PREFIX = 'call_elements';
const TURNED_AWAY: readonly TurnedAway[] = ['origin', 'full', 'address-sockets', 'address-rate'];
/** Of WebSockets, beside our own: closed by the page, no code, cut, bad frames, a fault. */
const COMMON_CLOSES = [1000, 1001, 1005, 1006, 1002, 1007, 1011];
const CLOSES = [...new Set([...COMMON_CLOSES, ...Object.values(CLOSE)])].sort((a, b) => a - b).map(String);
const LOST: readonly LostReason[] = ['refused', 'failed', 'dropped'];
const OTHER = 'other';

/** What a watch cannot count, since nobody tells it: it is looked up. */
export interface RelayFigures {
  readonly sizes: Readonly<Record<string, number>>;
  readonly isReady: boolean;
}

/** Declares the figures and keeps those that are counted. */
export function metricsWatch(metrics: Metrics): RelayWatch {
  const count = (name: string, help: string, label?: string, values?: readonly string[]) =>
    metrics.counter(`${PREFIX}_${name}_total`, help, label, values);
  const connected = count('connections', 'WebSockets that were let in.');
  const turnedAway = count(
    'turned_away',
    'WebSockets that were not let in, by reason.',
    'reason',
    TURNED_AWAY,
  );
  const closes = count('closes', 'WebSockets that were closed, by code.', 'code', [...CLOSES, OTHER]);
  const slow = count('slow_consumers', 'Clients that were cut off because they did not read.');
  const received = count('messages_received', 'Messages from clients, by class.', 'class', FRAME_CLASSES);
  const sent = count('messages_sent', 'Messages to clients, by class.', 'class', FRAME_CLASSES);
  const receivedBytes = count('received_bytes', 'Bytes of messages from clients.');
  const sentBytes = count('sent_bytes', 'Bytes of messages to clients.');
  const refusals = count('refusals', 'Errors told to clients, by code.', 'code', [...ERROR_CODES, OTHER]);
  const faults = count('faults', 'Faults of the relay itself.');
  return {
    onTurnedAway: (why) => turnedAway.add(1, why),
    onConnected: () => connected.add(),
    onKicked: (_session, _visitor, code) => slow.add(code === CLOSE.slowConsumer ? 1 : 0),
    onGone: (_session, _visitor, code) => closes.add(1, closes.has(String(code)) ? String(code) : OTHER),
    onReceived: (text) => {
      received.add(1, classOf(text));
      receivedBytes.add(Buffer.byteLength(text));
    },
    onSent: (text) => {
      sent.add(1, classOf(text));
      sentBytes.add(Buffer.byteLength(text));
      const code = errorCodeOf(text);
      if (code !== undefined) refusals.add(1, refusals.has(code) ? code : OTHER);
    },
    onFault: () => faults.add(),
  };
}

/** Declares what is counted of webhooks. */
export const lostWebhooks = (metrics: Metrics): Counter =>
  metrics.counter(
    `${PREFIX}_webhooks_lost_total`,
    'Webhooks that were not delivered, by reason.',
    'reason',
    LOST,
  );

/** Declares what is looked up when somebody reads the figures. */
export function relayGauges(metrics: Metrics, relay: RelayFigures): void {
  const gauge = (name: string, help: string, read: () => number): void =>
    metrics.gauge(`${PREFIX}_${name}`, help, read);
  const size = (table: string): number => relay.sizes[table] ?? 0;
  gauge('ready', '1 while another client would be let in.', () => (relay.isReady ? 1 : 0));
  gauge('connections', 'WebSockets that are open.', () => size('connections'));
  gauge('named_sessions', 'Sessions that have a name.', () => size('names'));
  gauge('rooms', 'Rooms with somebody in them.', () => size('rooms'));
  gauge('calls', 'Calls going on between two sessions.', () => size('calls'));
  metrics.gauge(`${PREFIX}_table_entries`, 'Entries of every table of the relay.', () =>
    Object.entries(relay.sizes).map(([table, value]) => ({ value, labels: { table } })),
  );
}
