/**
 * What a token or a function says of a client, read as if a stranger had said it: field by field into a fresh object.
 * A wrong field is no small matter that could be left out: without its room or its role a client might see too much.
 */
import type { Identity } from './identity.js';

/** Code points of a subject or a room. */
const MAX_LENGTH = 256;

const isAbsent = (value: unknown): value is undefined | null => value === undefined || value === null;

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= MAX_LENGTH;

const isRole = (value: unknown): value is NonNullable<Identity['role']> =>
  value === 'agent' || value === 'visitor';

const isTime = (value: unknown): value is number => Number.isSafeInteger(value);

const RULES = {
  subject: isText,
  name: isText,
  room: isText,
  role: isRole,
  expiresAtMs: isTime,
} satisfies Record<keyof Identity, (value: unknown) => boolean>;

/**
 * The identity in `said`, where what is absent or null is left out.
 * @param wrong makes the error for a field that is there and cannot be right
 */
export function checkedIdentity(
  said: Readonly<Record<keyof Identity, unknown>>,
  wrong: (field: keyof Identity) => Error,
): Identity {
  const fields = (Object.keys(RULES) as (keyof Identity)[]).filter((field) => !isAbsent(said[field]));
  for (const field of fields) if (!RULES[field](said[field])) throw wrong(field);
  return Object.fromEntries(fields.map((field) => [field, said[field]]));
}
