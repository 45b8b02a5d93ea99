/**
 * A whole test run: build, every suite one after the other, and a summary that says what was skipped and
 * why. The last line is left to the caller, who may have more failures to add.
 */
import { noCounts, sum, summary } from './counts.mjs';
import { binOf, runNode } from './run.mjs';
import { runSuite, suites } from './suites.mjs';

/** @typedef {import('./counts.mjs').Counts} Counts */
/** @typedef {keyof typeof suites} SuiteName */

export const allSuites = /** @type {SuiteName[]} */ (Object.keys(suites));

/** Tests run on a broken build too: they often say more than the compiler. @returns {Promise<Counts>} */
async function build() {
  console.log('── Build');
  const modules = await runNode([binOf('typescript', 'tsc'), '-b', 'tsconfig.build.json']);
  const script = await runNode([binOf('vite'), 'build', '--logLevel', 'warn']);
  if (modules.code === 0 && script.code === 0) return noCounts();
  return { ...noCounts(), failed: 1, notes: ['the build failed, counted as one failure'] };
}

/**
 * @param {{names?: SuiteName[], build?: boolean, filters?: string[]}} options
 * @returns {Promise<Counts>}
 */
export async function runTests({ names = allSuites, build: wanted = true, filters = [] }) {
  /** @type {[string, Counts, number][]} */
  const results = [];
  const start = Date.now();
  const built = wanted ? await build() : noCounts();
  for (const name of names) {
    const startMs = Date.now();
    results.push([name, await runSuite(name, filters), Date.now() - startMs]);
  }
  const total = sum([built, ...results.map(([, counts]) => counts)]);
  console.log('\n── Summary');
  for (const [name, counts, ms] of results) {
    console.log(`${name.padEnd(8)} ${summary(counts)} in ${(ms / 1000).toFixed(1)} s`);
  }
  for (const note of new Set(total.notes)) console.log(`- ${note}`);
  console.log(`in all ${((Date.now() - start) / 1000).toFixed(1)} s`);
  if (filters.length > 0 && !names.some((name) => suites[name].files(filters).length > 0)) {
    console.log(`no test file matches ${filters.join(' or ')}`);
    return { ...total, failed: total.failed + 1 };
  }
  return total;
}
