/** `call-elements conformance`: tests a server of any kind against the protocol, and says what is wrong with it. */
import { writeFileSync } from 'node:fs';
import { PARTS } from '../conformance/parts.js';
import {
  type Report,
  conforms,
  describeReport,
  describeVerdict,
  toJUnit,
  toJson,
} from '../conformance/report.js';
import { DEFAULT_TIMEOUT_MS, isWanted, testServer } from '../conformance/suite.js';
import { ConnectError } from '../conformance/wire.js';
import { type OptionTable, describeOptions } from './option-table.js';
import { type Settings, readWords } from './settings.js';
import { UsageError, explain } from './usage-error.js';

export const CONFORMANCE_OPTIONS: OptionTable = {
  only: {
    kind: 'list',
    value: 'ID',
    help: 'only this case or part, such as base or base/id-first; repeatable',
  },
  'timeout-ms': {
    kind: 'number',
    min: 100,
    max: 60_000,
    default: DEFAULT_TIMEOUT_MS,
    help: 'how long to wait for what must come',
  },
  origin: { kind: 'text', value: 'URL', help: 'send this origin, as a page would' },
  insecure: { kind: 'flag', help: 'take any certificate' },
  json: { kind: 'flag', help: 'print the report as JSON' },
  junit: { kind: 'text', value: 'FILE', help: 'also write the report as JUnit XML' },
  list: { kind: 'flag', help: 'show the cases and test nothing' },
  help: { kind: 'flag', help: 'show this text' },
};

export const CONFORMANCE_HELP = `Usage: call-elements conformance ws://host[:port][/path] [options]

Tests a server of any kind against the protocol: the base profile, which it must have, and of
version 1 the parts that it announces. Others may use the server meanwhile.
Exit code: 0 it conforms, 1 it does not, 2 it cannot be reached or the command is wrong.

Options:
${describeOptions(CONFORMANCE_OPTIONS)}`;

/** The address may stand anywhere among the options; a bare word that is no value of one is it. */
function splitAddress(words: readonly string[]): {
  readonly address: string | undefined;
  readonly options: string[];
} {
  const at = words.findIndex((word) => /^(?:wss?|https?):/i.test(word) && !isOriginValue(words, word));
  return { address: words[at], options: words.filter((_, index) => index !== at) };
}

const isOriginValue = (words: readonly string[], word: string): boolean =>
  words[words.indexOf(word) - 1] === '--origin';

function checkAddress(address: string | undefined): string {
  if (address === undefined) throw new UsageError('an address is missing: ws://host[:port]');
  if (/^wss?:/i.test(address) && URL.canParse(address)) return address;
  throw new UsageError(`the address must begin with ws:// or wss://, not ${JSON.stringify(address)}`);
}

function checkOnly(only: readonly string[]): readonly string[] {
  const ids = PARTS.flatMap(({ cases }) => cases.map(({ id }) => id));
  const unknown = only.find((one) => !ids.some((id) => isWanted(id, [one])));
  if (unknown !== undefined)
    throw new UsageError(`--only: there is no case or part ${JSON.stringify(unknown)}`);
  return only;
}

function listCases(): void {
  for (const { name, about, cases } of PARTS) {
    console.log(`${name}: ${about}`);
    for (const { id, title } of cases) console.log(`  ${id.padEnd(34)}  ${title}`);
  }
}

async function test(address: string, settings: Settings): Promise<Report> {
  const origin = settings.text('origin');
  const isQuiet = settings.flag('json');
  try {
    return await testServer(address, {
      only: checkOnly(settings.list('only')),
      timeoutMs: settings.number('timeout-ms') ?? DEFAULT_TIMEOUT_MS,
      isInsecure: settings.flag('insecure'),
      ...(origin === undefined ? {} : { origin }),
      onVerdict: (verdict) => {
        if (!isQuiet) console.log(describeVerdict(verdict));
      },
    });
  } catch (error) {
    if (error instanceof ConnectError) throw new UsageError(`${address} cannot be reached: ${error.message}`);
    throw error;
  }
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw explain(error, file);
  }
}

export async function runConformance(words: readonly string[]): Promise<void> {
  const { address, options } = splitAddress(words);
  const settings = readWords(CONFORMANCE_OPTIONS, options);
  if (settings.flag('help')) console.log(CONFORMANCE_HELP);
  else if (settings.flag('list')) listCases();
  else {
    const report = await test(checkAddress(address), settings);
    const junit = settings.text('junit');
    if (junit !== undefined) write(junit, toJUnit(report));
    console.log(settings.flag('json') ? toJson(report) : `\n${describeReport(report)}`);
    process.exitCode = conforms(report) ? 0 : 1;
  }
}
