/**
 * Component and browser tests: real browsers, TypeScript compiled on the fly with the settings that the
 * build uses. `npm run test:browser` sets the files; without it every browser test runs.
 */
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { fileURLToPath } from 'node:url';
import { filesOf } from './scripts/lib/suites.mjs';
import { browserCounts } from './scripts/reporters/browser-counts.mjs';
import { testGroups } from './scripts/wtr/groups.mjs';
import { mediaFeaturesPlugin } from './scripts/wtr/media-features-plugin.mjs';
import { permissionPlugin } from './scripts/wtr/permission-plugin.mjs';
import { relayPlugin } from './scripts/wtr/relay-plugin.mjs';

const named = process.env['CE_TEST_FILES']?.split('\n').filter(Boolean);

/** What Lit's development build warns of, such as an update that ends in another one, fails the test in which it happens. */
const heedLit = `
  const { warn } = console;
  console.warn = (...args) => {
    if (/lit\\.dev\\/msg\\/(?!dev-mode)/.test(args[0])) reportError(new Error(args[0]));
    warn(...args);
  };`;

/** @param {string} framework */
const testPage = (framework) => `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>Tests</title><script>${heedLit}</script></head>
  <body><script type="module" src="${framework}"></script></body>
</html>`;

/** @type {import('@web/test-runner').TestRunnerConfig} */
export default {
  nodeResolve: true,
  groups: await testGroups(named ?? filesOf('browser')([])),
  plugins: [
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('./tsconfig.base.json', import.meta.url)),
    }),
    relayPlugin(),
    permissionPlugin(),
    mediaFeaturesPlugin(),
  ],
  testRunnerHtml: testPage,
  testFramework: { config: { timeout: '10000' } },
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 180_000,
  reporters: [
    defaultReporter({ reportTestResults: true, reportTestProgress: Boolean(process.stdout.isTTY) }),
    browserCounts(),
  ],
  // Lit's development build is wanted for its checks, not for its greeting.
  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith('Lit is in dev mode'),
};
