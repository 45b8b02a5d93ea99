/**
 * Writes custom-elements.json, the description of every element that editors and catalogues read. With
 * `--check` it writes nothing and fails when the committed file is not what the sources say.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { root } from './lib/files.mjs';
import { binOf, runNode } from './lib/run.mjs';

const committed = join(root, 'custom-elements.json');

/** @returns {Promise<string>} */
async function generate() {
  const dir = mkdtempSync(join(tmpdir(), 'call-elements-manifest-'));
  try {
    const bin = binOf('@custom-elements-manifest/analyzer', 'cem');
    const args = [
      'analyze',
      '--config',
      'custom-elements-manifest.config.mjs',
      '--outdir',
      relative(root, dir),
    ];
    const { code, output } = await runNode([bin, ...args], { quiet: true });
    if (code !== 0) throw new Error(`The analyzer failed:\n${output}`);
    const manifest = JSON.parse(readFileSync(join(dir, 'custom-elements.json'), 'utf8'));
    return `${JSON.stringify(manifest, null, 2)}\n`;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** @returns {string} */
function readCommitted() {
  try {
    return readFileSync(committed, 'utf8');
  } catch {
    return '';
  }
}

/** @param {string} old @param {string} now */
function firstDifference(old, now) {
  const [before, after] = [old.split('\n'), now.split('\n')];
  const line = after.findIndex((text, index) => text !== before[index]);
  const at = line === -1 ? after.length : line;
  return `line ${at + 1}\n  committed: ${before[at] ?? '(nothing)'}\n  sources:   ${after[at] ?? '(nothing)'}`;
}

const manifest = await generate();
const old = readCommitted();
if (!process.argv.includes('--check')) {
  if (manifest !== old) writeFileSync(committed, manifest);
} else if (manifest !== old) {
  console.error(
    `custom-elements.json is out of date: run npm run manifest. ${firstDifference(old, manifest)}`,
  );
  process.exitCode = 1;
}
