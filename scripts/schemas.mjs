/**
 * Writes schemas/ and asyncapi.json from the tables of src/protocol and the words of docs/protocol.md. With `--check` it
 * writes nothing and fails when a committed file is not what they say. It builds the protocol itself: a stale build would
 * prove nothing.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { root } from './lib/files.mjs';
import { asyncApi, schemaFiles } from './schemas/documents.mjs';
import { readWords } from './schemas/words.mjs';

register('./schemas/decode-hook.mjs', import.meta.url);

/** @param {string} name @returns {Promise<Record<string, never>>} */
const load = (name) => import(pathToFileURL(join(root, 'dist/src/protocol', name)).href);

/** @returns {Promise<Record<string, string>>} what each file should hold */
async function generate() {
  const { CLIENT_SHAPES, SERVER_SHAPES } = await load('messages.js');
  const { PROTOCOL_VERSION, DEFAULT_PORT, SUBPROTOCOL } = await load('codes.js');
  const words = readWords(readFileSync(join(root, 'docs/protocol.md'), 'utf8'));
  /** @type {import('./schemas/documents.mjs').Direction[]} */
  const directions = [
    { side: 'client', about: 'What a client sends', shapes: CLIENT_SHAPES ?? {} },
    { side: 'server', about: 'What a server sends', shapes: SERVER_SHAPES ?? {} },
  ];
  const facts = { version: PROTOCOL_VERSION ?? 0, port: DEFAULT_PORT ?? 0, subprotocol: SUBPROTOCOL ?? '' };
  const documents = {
    ...schemaFiles(directions, words),
    'asyncapi.json': asyncApi(directions, words, facts),
  };
  const style = { ...(await resolveConfig(join(root, 'asyncapi.json'))), parser: 'json' };
  const texts = Object.entries(documents).map(async ([path, document]) => [
    path,
    await format(JSON.stringify(document), style),
  ]);
  return Object.fromEntries(await Promise.all(texts));
}

/** @returns {string[]} */
function committed() {
  if (!existsSync(join(root, 'schemas'))) return [];
  const names = readdirSync(join(root, 'schemas'), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.json')).map((name) => join('schemas', name));
}

/** @param {string} path */
const read = (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '');

const compiler = join(root, 'node_modules/typescript/bin/tsc');
const built = spawnSync(process.execPath, [compiler, '-b', 'tsconfig.protocol.json'], {
  cwd: root,
  stdio: 'inherit',
});
if (built.status !== 0) process.exit(1);

const files = await generate();
const stale = committed().filter((path) => !Object.hasOwn(files, path));
const changed = Object.keys(files).filter((path) => read(path) !== files[path]);
if (!process.argv.includes('--check')) {
  for (const path of stale) rmSync(join(root, path));
  for (const path of changed) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), files[path] ?? '');
  }
} else if (stale.length + changed.length > 0) {
  console.error(`Out of date: run npm run schemas.\n  ${[...changed, ...stale].join('\n  ')}`);
  process.exitCode = 1;
}
