/**
 * What a page loads, held against size-budget.json: the script-tag file, which is all until somebody signs in or talks;
 * that file with every chunk that a call with all elements loads; and the provider alone, for those who bring their
 * own interface. Locales are not counted: a page loads one at most. Bytes after brotli, in units of 1000. The README says
 * the same, nearly.
 */
import { Buffer } from 'node:buffer';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'vite';
import { root } from './lib/files.mjs';

/** @typedef {{name: 'script' | 'all' | 'provider', what: string, code: string[]}} Measured */

/** Static imports in minified code; a dynamic `import(` has no `from` and a parenthesis. */
const staticImport = /(?:^|[;}\s])(?:import|export)\b[^"'`();]*?["'`](\.[^"'`]+)["'`]/g;

/** @param {string} file @param {Set<string>} [seen] @returns {string[]} the code of a file and of its imports */
function withImports(file, seen = new Set()) {
  if (seen.has(file)) return [];
  seen.add(file);
  const code = readFileSync(file, 'utf8');
  const imports = [...code.matchAll(staticImport)].map((match) => join(dirname(file), String(match[1])));
  return [code, ...imports.flatMap((next) => withImports(next, seen))];
}

/** @returns {Measured} */
function measureScript() {
  const file = join(root, 'dist/call-elements.js');
  if (!existsSync(file)) throw new Error('dist/call-elements.js is missing: run npm run build.');
  const code = withImports(file);
  if (code.length > 1)
    throw new Error('dist/call-elements.js imports another file; a page copies only this one.');
  return { name: 'script', what: 'dist/call-elements.js', code };
}

/** The hash may have a hyphen of its own. */
const locale = /-(ar|ru|zh-cn)-[\w-]{8}\.js$/;

/** @returns {Measured} */
function measureAll() {
  const files = readdirSync(join(root, 'dist')).filter((file) => /^call-elements.*\.js$/.test(file));
  const code = files
    .filter((file) => !locale.test(file))
    .map((file) => readFileSync(join(root, 'dist', file), 'utf8'));
  return { name: 'all', what: 'with the engine and every view', code };
}

/** @returns {Promise<Measured | null>} */
async function measureProvider() {
  const entry = 'src/components/call-provider/call-provider.define.ts';
  if (!existsSync(join(root, entry))) return null;
  const result = await build({
    root,
    logLevel: 'error',
    build: { write: false, lib: { entry, formats: ['es'], fileName: () => 'provider.js' } },
  });
  const { output } = /** @type {import('vite').Rolldown.RolldownOutput[]} */ (result)[0] ?? { output: [] };
  const chunks = new Map(output.flatMap((one) => (one.type === 'chunk' ? [[one.fileName, one]] : [])));
  const first = [...chunks.values()].find((chunk) => chunk.isEntry);
  const code = first ? [first, ...first.imports.map((name) => chunks.get(name))] : [];
  return {
    name: 'provider',
    what: 'call-provider alone',
    code: code.flatMap((chunk) => (chunk ? [chunk.code] : [])),
  };
}

/** @param {string[]} code @param {(text: string) => Buffer} compress */
const bytes = (code, compress) => code.reduce((sum, text) => sum + compress(text).length, 0);

const budget = JSON.parse(readFileSync(join(root, 'size-budget.json'), 'utf8'));
const measured = [measureScript(), measureAll(), await measureProvider()].filter((one) => one !== null);
const rows = measured.map(({ name, what, code }) => {
  const brotli = bytes(code, (text) => brotliCompressSync(text));
  return {
    what,
    minified: bytes(code, (text) => Buffer.from(text)),
    gzip: bytes(code, (text) => gzipSync(text, { level: 9 })),
    brotli,
    budget: budget[name].brotli,
    'within budget': brotli <= budget[name].brotli ? 'yes' : 'NO',
  };
});
console.table(rows);

/** A table that is written by hand may be old by a little: what a reader decides by it stays the same. */
const tolerance = 0.05;
const said = [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/^\|.* ([\d.]+) kB +\|$/gm)];
const isSaid = rows.every((row, index) => {
  const kB = Number(said[index]?.[1]);
  return Math.abs(kB * 1000 - row.brotli) <= row.brotli * tolerance;
});
if (said.length !== rows.length || !isSaid) {
  console.error('The table under "Size" in README.md says something else: write there what is measured.');
  process.exitCode = 1;
}
if (rows.some((row) => row['within budget'] === 'NO')) {
  console.error('Over budget. Take weight out, or raise size-budget.json and say why in the commit.');
  process.exitCode = 1;
}
