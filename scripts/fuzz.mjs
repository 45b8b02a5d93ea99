/**
 * `npm run fuzz -- --inputs 1000000`: as many random inputs as one likes against parser, hub and sockets. Prints how
 * many, how long, and how many crashed; exits with 1 where one did, with the seed to play it again.
 */
import { parseArgs } from 'node:util';
import { runNode } from './lib/run.mjs';

const { values } = parseArgs({ options: { inputs: { type: 'string', default: '1000000' } } });
const inputs = Number(values.inputs);
if (!Number.isSafeInteger(inputs) || inputs < 1) {
  console.error('--inputs takes a whole number.');
  process.exit(2);
}
const { code } = await runNode(
  ['--import', 'tsx', '--test', '--test-reporter=spec', 'test/hostile/fuzz.test.ts'],
  {
    env: { FUZZ_INPUTS: String(inputs), TSX_TSCONFIG_PATH: 'tsconfig.base.json' },
    limitMs: 2 * 60 * 60_000,
  },
);
process.exitCode = code;
