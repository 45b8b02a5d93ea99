/** The documents that are written: a schema for each message, one for each direction, and the AsyncAPI document. */
import { isOptional, object } from './describe.mjs';

/**
 * @typedef {import('./describe.mjs').Schema} Schema
 * @typedef {import('./describe.mjs').Shape} Shape
 * @typedef {ReturnType<typeof import('./words.mjs').readWords>} Words
 * @typedef {{side: 'client' | 'server', about: string, shapes: Readonly<Record<string, Shape>>}} Direction
 */

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
const LENIENT = 'A receiver takes a value that does not fit for absent.';

/** @param {Direction} direction @param {string} type @param {Words} words @returns {Schema} */
function messageSchema({ side, shapes }, type, words) {
  const shape = shapes[type] ?? {};
  const { about, fields } = words(type);
  const { properties, ...rest } = object({ type: { const: type }, ...shape });
  const described = Object.entries(/** @type {Record<string, Schema>} */ (properties)).map(
    ([name, schema]) => {
      const rule = shape[name];
      const isLenient = rule !== undefined && isOptional(rule) && rule.lenient;
      const said = [fields[name], isLenient ? LENIENT : undefined].filter(Boolean).join('. ');
      return [name, said === '' ? schema : { ...schema, description: said }];
    },
  );
  return {
    title: `${type}, as a ${side} sends it`,
    description: about,
    ...rest,
    properties: Object.fromEntries(described),
  };
}

/** @param {readonly Direction[]} directions @param {Words} words @returns {Record<string, Schema>} by path */
export function schemaFiles(directions, words) {
  const files = directions.flatMap((direction) => {
    const { side, about, shapes } = direction;
    const messages = Object.keys(shapes).map(
      (type) => /** @type {const} */ ([type, messageSchema(direction, type, words)]),
    );
    const bundle = {
      $schema: DIALECT,
      title: about,
      description:
        'Fields that are not named here are allowed everywhere, and so are messages of other types.',
      oneOf: messages.map(([type]) => ({ $ref: `#/$defs/${type}` })),
      $defs: Object.fromEntries(messages),
    };
    const single = messages.map(([type, schema]) => [
      `schemas/${side}/${type}.json`,
      { $schema: DIALECT, ...schema },
    ]);
    return [[`schemas/${side}.json`, bundle], ...single];
  });
  return Object.fromEntries(files);
}

const ABOUT = {
  title: 'call-elements signaling',
  description:
    'Calls and chat between web pages, through a server. Seen from the page. Normative is docs/protocol.md.',
  license: { name: 'MIT' },
};

/** @param {string} side @param {string} type @param {Words} words @returns {Schema} */
const messageOf = (side, type, words) => ({
  name: type,
  title: `${type}, as a ${side} sends it`,
  summary: words(type).about,
  contentType: 'application/json',
  payload: {
    schemaFormat: 'application/schema+json;version=draft-2020-12',
    schema: { $ref: `./schemas/${side}/${type}.json` },
  },
});

/**
 * @param {readonly Direction[]} directions
 * @param {Words} words
 * @param {{version: number, port: number, subprotocol: string}} facts
 * @returns {Schema}
 */
export function asyncApi(directions, words, { version, port, subprotocol }) {
  const named = directions.flatMap(({ side, shapes }) =>
    Object.keys(shapes).map((type) => ({ key: `${side}.${type}`, side, type })),
  );
  const channel = { $ref: '#/channels/signaling' };
  /** @param {string} wanted */
  const sentBy = (wanted) =>
    named
      .filter(({ side }) => side === wanted)
      .map(({ key }) => ({ $ref: `#/channels/signaling/messages/${key}` }));
  return {
    asyncapi: '3.0.0',
    info: { ...ABOUT, version: `${version}.0.0` },
    defaultContentType: 'application/json',
    servers: {
      relay: {
        host: `localhost:${port}`,
        protocol: 'ws',
        description: `Any host and path will do. The client offers the subprotocol ${subprotocol}.`,
      },
    },
    channels: {
      signaling: {
        address: null,
        description:
          'One connection. A message is one JSON object in one text frame; the server speaks first, with id.',
        messages: Object.fromEntries(named.map(({ key }) => [key, { $ref: `#/components/messages/${key}` }])),
      },
    },
    operations: {
      say: { action: 'send', channel, summary: 'What a page says.', messages: sentBy('client') },
      hear: { action: 'receive', channel, summary: 'What a page hears.', messages: sentBy('server') },
    },
    components: {
      messages: Object.fromEntries(named.map(({ key, side, type }) => [key, messageOf(side, type, words)])),
    },
  };
}
