/** The schemas of the package against the parsers and the types: both say the same of every message. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import ts from 'typescript';
import { CLIENT, SERVER, mutated, valid } from '../../src/protocol/messages.contract.js';
import { DEFAULT_LIMITS } from '../../src/protocol/limits.js';
import { CLIENT_SHAPES, SERVER_SHAPES } from '../../src/protocol/messages.js';
import { parseClientMessage, parseServerMessage } from '../../src/protocol/parse.js';
import { readText } from '../support/markdown.js';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}
type Json = Readonly<Record<string, unknown>>;

const require = createRequire(import.meta.url);
const readJson = (path: string): unknown => JSON.parse(readText(path));

const SIDES = {
  client: { shapes: CLIENT_SHAPES, sketches: CLIENT, parse: parseClientMessage },
  server: { shapes: SERVER_SHAPES, sketches: SERVER, parse: parseServerMessage },
} as const;
type Side = keyof typeof SIDES;

/** What the schema knows of a value: unknown fields are allowed, and left out by a parser. */
function known(schema: Schema, value: unknown): unknown {
  const of = schema.anyOf?.[0] ?? schema;
  if (Array.isArray(value)) return value.map((item) => known(of.items ?? {}, item));
  if (typeof value !== 'object' || value === null) return value;
  const { properties = {} } = of;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => Object.hasOwn(properties, key))
      .map(([key, field]) => [key, known(properties[key] ?? {}, field)]),
  );
}

/** The known part of a message as a parser gives it, or undefined. */
function parsed(side: Side, message: Json): unknown {
  const result = SIDES[side].parse(message, { ...DEFAULT_LIMITS, depth: 64 });
  return result.ok && 'message' in result ? result.message : undefined;
}

const ajv = new Ajv2020({ strict: true, allErrors: true });
const schemaOf = (side: Side, type: string): Schema => readJson(`schemas/${side}/${type}.json`) as Schema;

for (const side of ['client', 'server'] as const) {
  const { shapes, sketches } = SIDES[side];
  const types = Object.keys(shapes);

  void describe(`schemas of what a ${side} sends`, () => {
    const checks = new Map<unknown, ValidateFunction>(
      types.map((type) => [type, ajv.compile(schemaOf(side, type))]),
    );
    const bundle = ajv.compile(readJson(`schemas/${side}.json`) as object);

    void it('are there for every message, and for nothing else', () => {
      const files = readdirSync(`schemas/${side}`).map((file) => file.replace(/\.json$/, ''));
      assert.deepEqual(files.sort(), [...types].sort());
    });

    void it('accept what the parser accepts, and what it makes of it', () => {
      fc.assert(
        fc.property(fc.oneof(valid(sketches), mutated(sketches)), (drawn) => {
          const message = JSON.parse(JSON.stringify(drawn)) as Json;
          const copy = parsed(side, message);
          const type = (copy as { type?: string } | undefined)?.type;
          const check = checks.get(type);
          assert.ok(copy === undefined || (check?.(copy) && bundle(copy)), JSON.stringify(check?.errors));
        }),
        { numRuns: 2_000 },
      );
    });

    void it('accept nothing that the parser refuses, or of which it leaves something out', () => {
      fc.assert(
        fc.property(fc.oneof(valid(sketches), mutated(sketches)), (drawn) => {
          const message = JSON.parse(JSON.stringify(drawn)) as Json;
          const check = checks.get(message.type);
          if (!check?.(message)) return;
          assert.deepEqual(parsed(side, message), known(schemaOf(side, String(message.type)), message));
        }),
        { numRuns: 2_000 },
      );
    });

    void it('accept every message that is drawn from the documents', () => {
      fc.assert(
        fc.property(valid(sketches), (drawn) => {
          const message = JSON.parse(JSON.stringify(drawn)) as Json;
          const check = checks.get(message.type);
          assert.ok(check?.(message) && bundle(message), JSON.stringify(check?.errors));
        }),
        { numRuns: 1_000 },
      );
    });
  });
}

/** Compiles one file that is not on the disk, as if it lay beside this one. */
function compile(text: string): readonly string[] {
  const path = join(import.meta.dirname, 'schema-types.virtual.ts');
  const config = ts.readConfigFile('tsconfig.base.json', (file) => ts.sys.readFile(file)).config as {
    compilerOptions: object;
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, process.cwd());
  const quiet = { composite: false, incremental: false, declaration: false, noUnusedLocals: false };
  const settings = { ...options, ...quiet, noEmit: true };
  const host = ts.createCompilerHost(settings);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (file) => file === path || fileExists(file);
  host.getSourceFile = (file, ...rest) =>
    file === path ? ts.createSourceFile(file, text, rest[0]) : getSourceFile(file, ...rest);
  const program = ts.createProgram([path], settings, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

const HEAD = `
import type { FromSchema } from 'json-schema-to-ts';
import type { ClientMessages, ServerMessages } from '../../src/protocol/messages.js';
type Frozen<T> = T extends readonly (infer I)[] ? readonly Frozen<I>[] : T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;
declare function give<T>(): T;
declare function take<T>(value: T): void;
`;

const MESSAGES = { client: 'ClientMessages', server: 'ServerMessages' } as const;

/** Each type is assignable to the other. */
const compare = (side: Side, type: string, schema: unknown): string => `{
  const schema = ${JSON.stringify(schema)} as const;
  type Described = Frozen<FromSchema<typeof schema>>;
  type Typed = ${MESSAGES[side]}['${type}'];
  take<Typed>(give<Described>());
  take<Described>(give<Typed>());
}`;

void describe('the types of messages', () => {
  void it('are those of their schemas, in both directions', () => {
    const pairs = (['client', 'server'] as const).flatMap((side) =>
      Object.keys(SIDES[side].shapes).map((type) => compare(side, type, schemaOf(side, type))),
    );
    assert.deepEqual(compile(HEAD + pairs.join('\n')), []);
  });

  void it('would be found to differ', () => {
    const base = { type: 'object', required: ['type', 'state'] };
    const fewer = { ...base, properties: { type: { const: 'state' }, state: { enum: ['busy'] } } };
    const looser = { ...base, properties: { type: { const: 'state' }, state: { type: 'string' } } };
    for (const schema of [fewer, looser]) {
      const found = compile(HEAD + compare('client', 'state', schema));
      assert.match(found.join(), /^Argument of type [^]* is not assignable/);
      assert.equal(found.length, 1);
    }
  });
});

void describe('asyncapi.json', () => {
  const document = readJson('asyncapi.json') as {
    readonly components: { readonly messages: Readonly<Record<string, Json>> };
  };

  void it('is an AsyncAPI 3 document', () => {
    const definition = require('@asyncapi/specs/schemas/3.0.0-without-$id.json') as object;
    const check = new Ajv({ strict: false, validateFormats: false }).compile(definition);
    assert.ok(check(document), JSON.stringify(check.errors));
  });

  void it('refers only to what there is', () => {
    const refs = [...readText('asyncapi.json').matchAll(/"\$ref": "([^"]+)"/g)].map(
      (match) => match[1] ?? '',
    );
    assert.ok(refs.length > 50);
    for (const ref of new Set(refs)) {
      const [file = '', pointer] = ref.split('#');
      const start: unknown = file === '' ? document : readJson(file);
      const path = pointer?.split('/').slice(1) ?? [];
      const found = path.reduce((at, key) => (at as Json)[key], start);
      assert.ok(found !== undefined, ref);
    }
  });

  void it('has every message of both directions', () => {
    const expected = (['client', 'server'] as const).flatMap((side) =>
      Object.keys(SIDES[side].shapes).map((type) => `${side}.${type}`),
    );
    assert.deepEqual(Object.keys(document.components.messages).sort(), expected.sort());
  });
});
