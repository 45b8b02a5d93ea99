/**
 * What a message costs its sender beside the one of every message: the relay spends more on some, and others have to
 * read them. Numbers only; who pays, and what becomes of who cannot, is the hub's business.
 */
import type { NamedSession } from './session.js';

/** A full list is far larger than its request; servers and tokens are asked of others. */
export const SYNC_COST = 10;

/** A whole burst of the largest frames is then less than a client may be behind: nobody can have slow readers cut off. */
const BYTES_PER_MESSAGE = 2048;
const PEOPLE_PER_MESSAGE = 50;

/** A frame, before anybody has read it: a large one as much as many. */
export const frameCost = (text: string): number =>
  Math.max(1, Math.ceil(Buffer.byteLength(text) / BYTES_PER_MESSAGE));

/** What is for everybody, by how many there are to hear it; nothing in a small room. */
export const broadcastCost = ({ room }: NamedSession): number =>
  Math.floor(room.directory.size / PEOPLE_PER_MESSAGE);
