/**
 * The one gate through which every frame passes, in both directions. Total: whatever comes in, what goes out is a
 * typed message or a refusal with a code, and nothing is thrown. It decides form only; whether a message makes
 * sense now is the hub's or the machines' business.
 */
import type { WireErrorCode } from './codes.js';
import { type Shape, decodeFields, isRecord } from './decode.js';
import { doesGrow, findOversizedField, isDeeperThan } from './limit-checks.js';
import { DEFAULT_LIMITS, type Limits } from './limits.js';
import { CLIENT_SHAPES, type ClientMessage } from './client-messages.js';
import { PEER_TYPES, SERVER_ONLY_TYPES, SERVER_SHAPES, type ServerMessage } from './server-messages.js';

export type JsonObject = Readonly<Record<string, unknown>>;

export interface Refusal {
  readonly ok: false;
  /** `unknown-type` is no error: the message is ignored and counted. */
  readonly code: WireErrorCode | 'unknown-type';
  /** For a developer: what is wrong with it. */
  readonly reason: string;
  /** The message's type, where it had one. */
  readonly type?: string;
  /** The chat message's id, where it had one. */
  readonly mid?: string;
}

export type ServerParse = { readonly ok: true; readonly message: ServerMessage } | Refusal;

export type ClientParse =
  | { readonly ok: true; readonly known: true; readonly message: ClientMessage; readonly raw: JsonObject }
  /** A type the protocol does not know; a relay passes it on as the reference sample promises. */
  | {
      readonly ok: true;
      readonly known: false;
      readonly type: string;
      readonly target?: string;
      readonly raw: JsonObject;
    }
  | Refusal;

const refuse = (code: Refusal['code'], reason: string, type?: string): Refusal =>
  type === undefined ? { ok: false, code, reason } : { ok: false, code, reason, type };

interface Envelope {
  readonly ok: true;
  readonly type: string;
  readonly raw: Record<string, unknown>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Reads the envelope every message has: an object, not too deep, with a string `type`. */
function openEnvelope(data: unknown, limits: Limits): Envelope | Refusal {
  if (typeof data === 'string' && data.length > limits.frameBytes) {
    return refuse('too-large', `A frame may have ${String(limits.frameBytes)} bytes.`);
  }
  const raw = typeof data === 'string' ? parseJson(data) : data;
  if (!isRecord(raw)) return refuse('bad-request', 'A frame is one JSON object.');
  if (isDeeperThan(raw, limits.depth)) {
    return refuse('bad-request', `A frame may nest ${String(limits.depth)} levels.`);
  }
  const type = Object.hasOwn(raw, 'type') ? raw.type : undefined;
  if (typeof type !== 'string' || type === '') return refuse('bad-request', 'A message has a string "type".');
  return { ok: true, type, raw };
}

function decodeMessage(
  table: Readonly<Record<string, Shape>>,
  envelope: Envelope,
): Refusal | { readonly ok: true; readonly message: object } {
  const { type, raw } = envelope;
  const shape = Object.hasOwn(table, type) ? table[type] : undefined;
  if (!shape) return refuse('unknown-type', `"${type.slice(0, 64)}" is not a type of this protocol.`, type);
  const fields = decodeFields(shape, raw);
  if (typeof fields === 'string') return refuse('bad-request', `"${type}" has no valid "${fields}".`, type);
  return { ok: true, message: { type, ...fields } };
}

/**
 * Reads what a server sent. `data` is the text of a frame, or the object itself on transports that carry objects.
 * The server's own frames are not cut; a peer's SDP and candidates, which the server passes on unread, are.
 */
export function parseServerMessage(data: unknown, limits: Limits = DEFAULT_LIMITS): ServerParse {
  const envelope = openEnvelope(data, { ...limits, frameBytes: Number.POSITIVE_INFINITY });
  if (!envelope.ok) return envelope;
  const oversized = PEER_TYPES.has(envelope.type) ? findOversizedField(envelope.raw, limits) : undefined;
  if (oversized)
    return refuse('too-large', `"${envelope.type}" has a "${oversized}" that is too long.`, envelope.type);
  const decoded = decodeMessage(SERVER_SHAPES, envelope);
  return decoded.ok ? { ok: true, message: decoded.message as ServerMessage } : decoded;
}

/** Who sent a text must be able to tell which one was refused. */
const withMid = (refusal: Refusal, { type, raw }: Envelope): Refusal =>
  type === 'message' && typeof raw.mid === 'string' ? { ...refusal, mid: raw.mid } : refusal;

/** A target that names nobody, yet was meant to: what was for one person must not be told to all. */
const hasNoMeaning = (target: unknown): boolean =>
  target !== undefined && target !== null && typeof target !== 'string';

/** Reads what a client sent; for servers. Limits bind here. */
export function parseClientMessage(data: unknown, limits: Limits = DEFAULT_LIMITS): ClientParse {
  const envelope = openEnvelope(data, limits);
  if (!envelope.ok) return envelope;
  const { type, raw } = envelope;
  if (SERVER_ONLY_TYPES.has(type)) return refuse('forbidden', `Only a server sends "${type}".`, type);
  if (typeof data === 'string' && doesGrow(data, raw))
    return withMid(refuse('too-large', 'Numbers that are longer when written out.', type), envelope);
  const oversized = findOversizedField(raw, limits);
  if (oversized) return withMid(refuse('too-large', `"${oversized}" is too long.`, type), envelope);
  if ((type === 'message' || !Object.hasOwn(CLIENT_SHAPES, type)) && hasNoMeaning(raw.target))
    return withMid(refuse('bad-request', `"${type.slice(0, 64)}" has no valid "target".`, type), envelope);
  const decoded = decodeMessage(CLIENT_SHAPES, envelope);
  if (decoded.ok) return { ok: true, known: true, message: decoded.message as ClientMessage, raw };
  if (decoded.code !== 'unknown-type') return withMid(decoded, envelope);
  const target = Object.hasOwn(raw, 'target') ? raw.target : undefined;
  return { ok: true, known: false, type, raw, ...(typeof target === 'string' ? { target } : {}) };
}
