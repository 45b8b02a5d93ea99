/**
 * The decoders of src/protocol/decode.ts once more, by the same names: where those read a value, these say in JSON
 * Schema what a sender must send. So the tables of the protocol are read twice and written once.
 */

/**
 * @typedef {Readonly<Record<string, unknown>>} Schema
 * @typedef {{readonly optional: Schema, readonly lenient?: true}} Optional
 * @typedef {Readonly<Record<string, Schema | Optional>>} Shape
 */

/** @type {Schema} */
export const string = { type: 'string' };
/** @type {Schema} */
export const boolean = { type: 'boolean' };
/** @type {Schema} */
export const number = { type: 'number' };
/** @type {Schema} */
export const count = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };

/** @param {Schema} schema @returns {Optional} */
export const optional = (schema) => ({ optional: schema });
/** @param {Schema} schema @returns {Optional} */
export const lenient = (schema) => ({ optional: schema, lenient: true });
/** @param {Schema} schema @returns {Schema} */
export const nullable = (schema) => ({ anyOf: [schema, { type: 'null' }] });
/** @param {...(string | number)} allowed @returns {Schema} */
export const oneOf = (...allowed) => (allowed.length === 1 ? { const: allowed[0] } : { enum: allowed });
/** @param {Schema} items @returns {Schema} */
export const list = (items) => ({ type: 'array', items });

/** @param {Schema | Optional} rule @returns {rule is Optional} */
export const isOptional = (rule) => 'optional' in rule;

/** @param {Shape} shape @returns {Schema} */
export function object(shape) {
  const properties = Object.entries(shape).map(([name, rule]) => [
    name,
    isOptional(rule) ? rule.optional : rule,
  ]);
  const required = Object.keys(shape).filter((name) => {
    const rule = shape[name];
    return rule !== undefined && !isOptional(rule);
  });
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 ? { required } : {}),
  };
}

/** Used by the parsers alone, which make no schema. */
export const decodeFields = () => undefined;
export const isRecord = () => false;
