#!/usr/bin/env node
/** The command line, and nothing else: picks the command, and turns what went wrong into one line and an exit code. */
import { runConformance } from './cli/conformance-command.js';
import { runDemo } from './cli/demo-command.js';
import { VERSION } from './cli/package-root.js';
import { runRelay } from './cli/relay-command.js';
import { StartError, UsageError } from './cli/usage-error.js';

const HELP = `Usage: call-elements <command> [options]

Commands:
  relay        run the signaling relay
  demo         try it: the demo pages and a relay on one port
  conformance  test a server of any kind against the protocol

call-elements <command> --help shows a command's options; --version the version.`;

async function run([command, ...words]: readonly string[]): Promise<void> {
  switch (command) {
    case 'relay':
      return runRelay(words);
    case 'demo':
      return runDemo(words);
    case 'conformance':
      return runConformance(words);
    case '--version':
      console.log(VERSION);
      return;
    case '--help':
    case 'help':
      console.log(HELP);
      return;
    case undefined:
      throw new UsageError('a command is missing: relay, demo or conformance');
    default:
      throw new UsageError(`${JSON.stringify(command)} is no command: use relay, demo or conformance`);
  }
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError || error instanceof StartError)) throw error;
  const hint = error instanceof UsageError ? ' (see --help)' : '';
  console.error(`call-elements: ${error.message}${hint}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
