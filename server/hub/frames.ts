/** The few frames the relay itself composes, as text ready to send. No state, no decisions. */
import type { ServerMessages, WireErrorCode } from '../../src/protocol/index.js';
import type { NamedSession, Session } from './session.js';

type ErrorFields = Omit<ServerMessages['error'], 'type' | 'code' | 'message'>;

export const frame = <T extends keyof ServerMessages>(
  type: T,
  fields: Omit<ServerMessages[T], 'type'>,
): string => JSON.stringify({ type, ...fields });

export const errorFrame = (code: WireErrorCode, message: string, fields: ErrorFields = {}): string =>
  frame('error', { code, message, ...fields });

export const peerStateFrame = (
  { name, sid }: NamedSession,
  state: ServerMessages['peer-state']['state'],
): string => frame('peer-state', { name, sid, state });

/** How many messages of the client were handled; nothing where they are not counted. */
export const seqOf = ({ stream }: Session): { readonly seq?: number } =>
  stream ? { seq: stream.handled } : {};
