/**
 * `npm run verify`: everything that must hold before a change goes in, the same in CI. It goes on after a
 * failure, so that one run tells all; every failed check adds one to the last line's count.
 */
import { summary, sum, noCounts } from './lib/counts.mjs';
import { binOf, runNode } from './lib/run.mjs';
import { runTests } from './lib/test-run.mjs';

/** @type {[string, string[]][]} */
const before = [
  ['format', [binOf('prettier'), '--check', '--log-level', 'warn', '.']],
  ['types', [binOf('typescript', 'tsc'), '-b']],
  ['lint', [binOf('eslint'), '--max-warnings', '0', '.']],
  ['manifest', ['scripts/manifest.mjs', '--check']],
];
/** Needs the build that the tests make. @type {[string, string[]][]} */
const after = [
  ['schemas', ['scripts/schemas.mjs', '--check']],
  ['size', ['scripts/size.mjs']],
];

/** @param {[string, string[]][]} checks @returns {Promise<string[]>} the names of those that failed */
async function runChecks(checks) {
  const failed = [];
  for (const [name, args] of checks) {
    console.log(`── ${name}`);
    const { code } = await runNode(args);
    if (code !== 0) failed.push(name);
  }
  return failed;
}

const failedBefore = await runChecks(before);
const tests = await runTests({});
const failed = [...failedBefore, ...(await runChecks(after))];
for (const name of failed) console.log(`- the check "${name}" failed`);
const total = sum([tests, { ...noCounts(), failed: failed.length }]);
console.log(summary(total));
process.exitCode = total.failed > 0 ? 1 : 0;
