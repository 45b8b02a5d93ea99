/**
 * `npm run test:lab`: calls between two network namespaces, with faults; test/lab/main.ts says what its arguments are. It runs
 * what is built, so build first.
 */
import { existsSync } from 'node:fs';
import { runNode } from './lib/run.mjs';

if (!existsSync('dist/server/main.js') || !existsSync('dist/call-elements.js')) {
  console.error('There is nothing to run: npm run build');
  process.exit(2);
}
const { code } = await runNode(['--import', 'tsx', 'test/lab/main.ts', ...process.argv.slice(2)], {
  env: { TSX_TSCONFIG_PATH: 'tsconfig.base.json' },
  limitMs: 2 * 60 * 60_000,
});
process.exitCode = code;
