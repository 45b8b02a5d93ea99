/**
 * The few decoders the wire needs. A decoder turns an unknown JSON value into a fresh, typed copy or answers
 * `undefined`; it never throws and never keeps a reference to what came in, so a hostile key such as `__proto__`
 * has no way through. It knows no message: those stand in messages.ts.
 */

/** Answers a typed copy of `value`, or `undefined` when it does not fit. JSON has no `undefined` of its own. */
export type Decoder<T> = (value: unknown) => T | undefined;

/** A field that may be absent. Present and wrong is still wrong, unless the decoder is `lenient`. */
export interface Optional<T> {
  readonly optional: Decoder<T>;
}

export type Shape = Readonly<Record<string, Decoder<unknown> | Optional<unknown>>>;

type RequiredKeys<S> = { [K in keyof S]: S[K] extends Optional<unknown> ? never : K }[keyof S];
type OptionalKeys<S> = Exclude<keyof S, RequiredKeys<S>>;
type Flat<T> = { [K in keyof T]: T[K] };

/** The object type that a shape describes. */
export type Decoded<S extends Shape> = Flat<
  { readonly [K in RequiredKeys<S>]: S[K] extends Decoder<infer T> ? T : never } & {
    readonly [K in OptionalKeys<S>]?: S[K] extends Optional<infer T> ? T : never;
  }
>;

export const string: Decoder<string> = (value) => (typeof value === 'string' ? value : undefined);

export const boolean: Decoder<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);

export const number: Decoder<number> = (value) => (Number.isFinite(value) ? (value as number) : undefined);

export const count: Decoder<number> = (value) =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;

export const optional = <T>(decoder: Decoder<T>): Optional<T> => ({ optional: decoder });

export const nullable =
  <T>(decoder: Decoder<T>): Decoder<T | null> =>
  (value) =>
    value === null ? null : decoder(value);

export const oneOf =
  <const T extends string | number>(...allowed: readonly T[]): Decoder<T> =>
  (value) =>
    allowed.find((one) => one === value);

/** A list; items that do not fit are dropped, because one odd entry must not hide all the others. */
export const list =
  <T>(item: Decoder<T>): Decoder<readonly T[]> =>
  (value) =>
    Array.isArray(value) ? value.map(item).filter((one) => one !== undefined) : undefined;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value a later version may extend: what is not understood counts as absent, not as an error. */
export const lenient = <T>(decoder: Decoder<T>): Optional<T> & { readonly lenient: true } => ({
  optional: decoder,
  lenient: true,
});

/** Decodes `value` by `shape`; a string answer is the name of the first field that does not fit. */
export function decodeFields<S extends Shape>(shape: S, value: Record<string, unknown>): Decoded<S> | string {
  const copy: Record<string, unknown> = {};
  // Not Object.entries: this runs for every message of everybody.
  for (const key in shape) {
    const rule = shape[key] as Shape[string];
    const present = Object.hasOwn(value, key) && value[key] !== undefined;
    if (!present && typeof rule !== 'function') continue;
    const decoder = typeof rule === 'function' ? rule : rule.optional;
    const field = present ? decoder(value[key]) : undefined;
    if (field !== undefined) copy[key] = field;
    else if (!('lenient' in rule)) return key;
  }
  return copy as Decoded<S>;
}

export const object =
  <S extends Shape>(shape: S): Decoder<Decoded<S>> =>
  (value) => {
    if (!isRecord(value)) return undefined;
    const decoded = decodeFields(shape, value);
    return typeof decoded === 'string' ? undefined : decoded;
  };
