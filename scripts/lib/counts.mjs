/**
 * What a suite reports: how many tests, and why some did not run. Reporters in child processes write it
 * to a file, because their output belongs to the reader.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @typedef {{passed: number, failed: number, skipped: number, notes: string[]}} Counts */

/** The variable that tells a reporter where to write. */
export const countsVariable = 'CE_TEST_COUNTS';

/** @returns {Counts} */
export const noCounts = () => ({ passed: 0, failed: 0, skipped: 0, notes: [] });

/** @param {Counts[]} all @returns {Counts} */
export function sum(all) {
  const total = noCounts();
  for (const counts of all) {
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
    total.notes.push(...counts.notes);
  }
  return total;
}

/** The last line of every test run. @param {Counts} counts */
export function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** @param {Counts} counts */
export function writeCounts(counts) {
  const file = process.env[countsVariable];
  if (file) writeFileSync(file, JSON.stringify(counts));
}

/**
 * Runs a child that writes counts. One that ends badly without a failed test to show for it crashed, and a
 * crash is a failure too.
 * @param {string} name
 * @param {(file: string) => Promise<{code: number, timedOut: boolean}>} run
 * @returns {Promise<Counts>}
 */
export async function countOf(name, run) {
  const dir = mkdtempSync(join(tmpdir(), 'call-elements-counts-'));
  const file = join(dir, 'counts.json');
  try {
    const { code, timedOut } = await run(file);
    const counts = readCounts(file);
    if (timedOut) counts.notes.push(`${name}: ended because it took too long`);
    if (code !== 0 && counts.failed === 0) {
      counts.failed = 1;
      counts.notes.push(`${name}: ended with code ${code} though no test failed; counted as one failure`);
    }
    return counts;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** @param {string} file @returns {Counts} */
function readCounts(file) {
  try {
    return { ...noCounts(), ...JSON.parse(readFileSync(file, 'utf8')) };
  } catch {
    return noCounts();
  }
}
