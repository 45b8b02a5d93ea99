/**
 * Which test file runs where. Everything with a DOM runs in a browser, everything pure in Node; whatever
 * else is under test/ drives real browsers or other programs from Node, one file after the other. Last come calls over networks
 * that fail, where such can be made.
 */
import { existsSync } from 'node:fs';
import { findChromium, findFirefox } from '../browsers.mjs';
import { countOf, countsVariable, noCounts } from './counts.mjs';
import { findFiles } from './files.mjs';
import { binOf, runNode } from './run.mjs';

/** @typedef {import('./counts.mjs').Counts} Counts */
/** @typedef {{title: string, files: (filters: string[]) => string[], run: (files: string[]) => Promise<Counts>}} Suite */

const pure = ['src/protocol/**/*.test.ts', 'src/core/**/*.test.ts'];
const inNode = ['test/node/**/*.test.ts', 'test/hostile/**/*.test.ts'];
const groups = {
  node: { include: [...pure, 'server/**/*.test.ts', ...inNode], exclude: [] },
  browser: { include: ['src/**/*.test.ts', 'test/browser/**/*.test.ts'], exclude: pure },
  e2e: { include: ['test/**/*.test.ts'], exclude: ['test/browser/**/*.test.ts', ...inNode] },
  lab: { include: ['test/lab/main.ts'], exclude: [] },
};

/** @param {keyof typeof groups} name @returns {Suite['files']} */
export const filesOf = (name) => (filters) =>
  findFiles(groups[name].include, groups[name].exclude).filter(
    (file) => filters.length === 0 || filters.some((filter) => file.includes(filter.replace(/^\.\//, ''))),
  );

/** @type {Record<keyof typeof groups, Suite>} */
export const suites = {
  node: {
    title: 'Node: protocol, core, server',
    files: filesOf('node'),
    run: (files) => runInNode('node', files, { concurrency: 2, testLimitMs: 120_000 }),
  },
  browser: { title: 'Browser: everything with a DOM', files: filesOf('browser'), run: runInBrowsers },
  e2e: { title: 'End to end: real browsers, real relay', files: filesOf('e2e'), run: runEndToEnd },
  lab: { title: 'Lab: calls over networks that fail', files: filesOf('lab'), run: runInLab },
};

/**
 * @param {string} name
 * @param {string[]} files
 * @param {{concurrency: number, testLimitMs: number, env?: Record<string, string>}} options
 */
function runInNode(name, files, { concurrency, testLimitMs, env = {} }) {
  const args = [
    ...['--import', 'tsx', '--test', `--test-concurrency=${concurrency}`, `--test-timeout=${testLimitMs}`],
    ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
    ...['--test-reporter=./scripts/reporters/node-counts.mjs', '--test-reporter-destination=stderr'],
  ];
  // The root tsconfig only lists projects; the runner needs the one with the decorator settings.
  const common = { TSX_TSCONFIG_PATH: 'tsconfig.base.json' };
  return countOf(name, (file) =>
    runNode([...args, ...files], { env: { ...env, ...common, [countsVariable]: file } }),
  );
}

/** @param {string[]} files */
async function runEndToEnd(files) {
  await findChromium();
  // A file's limit; test/legacy plays as many rounds as it is told to.
  const rounds = Number(process.env['LEGACY_ROUNDS'] ?? 0) || 0;
  const testLimitMs = 600_000 + rounds * 30_000;
  const counts = await runInNode('e2e', files, { concurrency: 1, testLimitMs });
  noteMissingFirefox(counts, 'calls between Chromium and Firefox');
  return counts;
}

/** The rows that are played often; `npm run test:lab` has the others. @param {string[]} files */
function runInLab(files) {
  return countOf('lab', (file) =>
    runNode(['--import', 'tsx', ...files, '--fast'], {
      env: { TSX_TSCONFIG_PATH: 'tsconfig.base.json', [countsVariable]: file },
    }),
  );
}

/** @param {string[]} files */
async function runInBrowsers(files) {
  const { packed } = await findChromium();
  // The packed Chromium is a headless shell, which has no permissions to set: every request fails alike.
  const unfit = packed ? files.filter((file) => file.endsWith('.permission.test.ts')) : [];
  const fit = files.filter((file) => !unfit.includes(file));
  const counts = fit.length > 0 ? await runWebTestRunner(fit) : noCounts();
  counts.notes.push(...unfit.map((file) => `skipped: ${file}: Chromium from npm cannot deny a permission`));
  noteMissingFirefox(counts, 'the browser suite in Firefox');
  if (!existsSync('dist/server/relay.js')) counts.notes.push('no relay for browser tests: it is not built');
  return counts;
}

/** @param {string[]} files */
function runWebTestRunner(files) {
  return countOf('browser', (file) =>
    runNode([binOf('@web/test-runner', 'wtr'), '--config', 'web-test-runner.config.mjs'], {
      env: { [countsVariable]: file, CE_TEST_FILES: files.join('\n') },
    }),
  );
}

/** @param {Counts} counts @param {string} what */
function noteMissingFirefox(counts, what) {
  const firefox = findFirefox();
  if ('reason' in firefox) counts.notes.push(`skipped: ${what}: ${firefox.reason}`);
}

/**
 * Runs one suite, whatever happens inside it.
 * @param {keyof typeof groups} name
 * @param {string[]} filters
 * @returns {Promise<Counts>}
 */
export async function runSuite(name, filters) {
  const suite = suites[name];
  const files = suite.files(filters);
  console.log(`\n── ${suite.title} (${files.length} ${files.length === 1 ? 'file' : 'files'})`);
  if (files.length === 0) return noCounts();
  try {
    return await suite.run(files);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    console.error(message);
    return { ...noCounts(), failed: 1, notes: [`${name}: did not start, counted as one failure`] };
  }
}
