/**
 * `npm test`: builds, runs every suite, says what was skipped and why, and ends with the line
 * `N passed, N failed`. Arguments: `--suite node|browser|e2e|lab` (repeatable), `--no-build`, and pieces of
 * file names to run only those files.
 */
import { parseArgs } from 'node:util';
import { summary } from './lib/counts.mjs';
import { allSuites, runTests } from './lib/test-run.mjs';

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { suite: { type: 'string', multiple: true }, 'no-build': { type: 'boolean' } },
  });
  const names = /** @type {typeof allSuites} */ (values.suite ?? allSuites);
  const unknown = names.find((name) => !allSuites.includes(name));
  if (unknown) throw new Error(`There is no suite "${unknown}"; there are ${allSuites.join(', ')}.`);
  return { names, build: !values['no-build'], filters: positionals };
}

try {
  const total = await runTests(readArguments());
  console.log(summary(total));
  process.exitCode = total.failed > 0 ? 1 : 0;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
