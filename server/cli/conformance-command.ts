/** `call-elements conformance`: tests a server of any kind against the protocol, and says what is wrong with it. */
import { writeFileSync } from 'node:fs';
import { DEFAULT_PORT } from '../../src/protocol/index.js';
import { AdmissionError, PEOPLE } from '../conformance/admission.js';
import { Failure, type Part } from '../conformance/case.js';
import { CLIENT_PARTS } from '../conformance/client/parts.js';
import { DEFAULT_CLIENT_TIMEOUT_MS, PARTS_TO_PLAY, testClient } from '../conformance/client/suite.js';
import { PARTS } from '../conformance/parts.js';
import {
  type Report,
  type Verdict,
  conforms,
  describeReport,
  describeStop,
  describeVerdict,
  toJUnit,
  toJson,
} from '../conformance/report.js';
import { isWanted } from '../conformance/run-parts.js';
import { DEFAULT_TIMEOUT_MS, testServer } from '../conformance/suite.js';
import { ConnectError } from '../conformance/wire.js';
import { type OptionTable, describeOptions } from './option-table.js';
import { type Settings, readWords } from './settings.js';
import { StartError, UsageError, explain } from './usage-error.js';

export const CONFORMANCE_OPTIONS: OptionTable = {
  only: {
    kind: 'list',
    value: 'ID',
    help: 'only this case or part, such as base or base/id-first; repeatable',
  },
  'timeout-ms': {
    kind: 'number',
    min: 100,
    max: 600_000,
    help: `how long to wait for what must come (default ${String(DEFAULT_TIMEOUT_MS)}, with --client ${String(DEFAULT_CLIENT_TIMEOUT_MS)})`,
  },
  client: { kind: 'flag', help: 'test a client instead: run a server with a script, for it to connect to' },
  port: {
    kind: 'number',
    min: 0,
    max: 65_535,
    default: DEFAULT_PORT,
    help: 'with --client: the port of that server, 0 for any free one',
  },
  host: {
    kind: 'text',
    value: 'H',
    default: '127.0.0.1',
    help: 'with --client: the address to listen on',
  },
  origin: { kind: 'text', value: 'URL', help: 'send this origin, as a page would' },
  token: {
    kind: 'list',
    value: 'TOKEN',
    help: `for a server that admits nobody without; ${String(PEOPLE)} times, of another person each`,
  },
  'expiring-token': {
    kind: 'text',
    value: 'TOKEN',
    help: 'one more, of another person, that is over within some seconds',
  },
  insecure: { kind: 'flag', help: 'take any certificate' },
  json: { kind: 'flag', help: 'print the report as JSON' },
  junit: { kind: 'text', value: 'FILE', help: 'also write the report as JUnit XML' },
  list: { kind: 'flag', help: 'show the cases and test nothing' },
  help: { kind: 'flag', help: 'show this text' },
};

export const CONFORMANCE_HELP = `Usage: call-elements conformance ws://host[:port][/path] [options]
       call-elements conformance --client [options]

Tests a server of any kind against the protocol: the base profile, which it must have, and of
version 1 the parts that it announces. Others may use the server meanwhile. Or tests a client.
Exit code: 0 it conforms, 1 it does not, 2 it cannot be reached or the command is wrong.

Options:
${describeOptions(CONFORMANCE_OPTIONS)}`;

/** An address, or a host and port whose scheme was left out, to be told of it. */
const ADDRESS = /^(?:wss?:|https?:|[\w.-]+:\d+(?:\/|$))/i;

/** The address may stand anywhere among the options; a bare word that is no value of one is it. */
function splitAddress(words: readonly string[]): {
  readonly address: string | undefined;
  readonly options: string[];
} {
  const at = words.findIndex((word) => ADDRESS.test(word) && !isOriginValue(words, word));
  return { address: words[at], options: words.filter((_, index) => index !== at) };
}

const isOriginValue = (words: readonly string[], word: string): boolean =>
  ['--origin', '--token', '--expiring-token'].includes(words[words.indexOf(word) - 1] ?? '');

function checkAddress(address: string | undefined): string {
  if (address === undefined) throw new UsageError('an address is missing: ws://host[:port]');
  if (/^wss?:/i.test(address) && URL.canParse(address)) return address;
  throw new UsageError(`the address must begin with ws:// or wss://, not ${JSON.stringify(address)}`);
}

type Cases = readonly Pick<Part<never>, 'name' | 'about' | 'cases'>[];

function checkOnly(only: readonly string[], parts: Cases): readonly string[] {
  const ids = parts.flatMap(({ cases }) => cases.map(({ id }) => id));
  const unknown = only.find((one) => !ids.some((id) => isWanted(id, [one])));
  if (unknown !== undefined)
    throw new UsageError(`--only: there is no case or part ${JSON.stringify(unknown)}`);
  return only;
}

function listCases(parts: Cases): void {
  for (const { name, about, cases } of parts) {
    console.log(`${name}: ${about}`);
    for (const { id, title } of cases) console.log(`  ${id.padEnd(34)}  ${title}`);
  }
}

/** What both suites are told. */
function common(
  settings: Settings,
  parts: Cases,
): { only: readonly string[]; onVerdict: (verdict: Verdict) => void } {
  const isQuiet = settings.flag('json');
  return {
    only: checkOnly(settings.list('only'), parts),
    onVerdict: (verdict) => {
      if (!isQuiet) console.log(describeVerdict(verdict));
    },
  };
}

async function testOneServer(address: string, settings: Settings): Promise<Report> {
  const origin = settings.text('origin');
  try {
    return await testServer(address, {
      ...common(settings, PARTS),
      timeoutMs: settings.number('timeout-ms') ?? DEFAULT_TIMEOUT_MS,
      isInsecure: settings.flag('insecure'),
      tokens: settings.list('token'),
      expiringToken: settings.text('expiring-token'),
      ...(origin === undefined ? {} : { origin }),
    });
  } catch (error) {
    if (error instanceof ConnectError) throw new UsageError(`${address} cannot be reached: ${error.message}`);
    if (error instanceof AdmissionError) throw new UsageError(`${address}: ${error.message}`);
    throw error;
  }
}

const invite = (url: string): string =>
  ['Connect your client to', url, ...PARTS_TO_PLAY.map((part) => `- ${part}`), ''].join('\n');

async function testOneClient(settings: Settings): Promise<Report> {
  const [port, host] = [settings.number('port') ?? DEFAULT_PORT, settings.text('host') ?? '127.0.0.1'];
  try {
    return await testClient({
      ...common(settings, CLIENT_PARTS),
      port,
      host,
      timeoutMs: settings.number('timeout-ms') ?? DEFAULT_CLIENT_TIMEOUT_MS,
      // What is printed as JSON stays JSON.
      onReady: (url) => (settings.flag('json') ? console.error(invite(url)) : console.log(invite(url))),
    });
  } catch (error) {
    if (error instanceof Failure) throw new UsageError(error.message);
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new StartError(`cannot listen on ${host}:${String(port)}: ${error.message}`);
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
  const isClient = settings.flag('client');
  if (settings.flag('help')) console.log(CONFORMANCE_HELP);
  else if (settings.flag('list')) listCases(isClient ? CLIENT_PARTS : PARTS);
  else {
    if (isClient && address !== undefined)
      throw new UsageError('--client takes no address: the client comes here');
    const report = await (isClient
      ? testOneClient(settings)
      : testOneServer(checkAddress(address), settings));
    const junit = settings.text('junit');
    if (junit !== undefined) write(junit, toJUnit(report));
    if (settings.flag('json')) console.log(toJson(report));
    else {
      if (report.stopped) console.log(describeStop(report.stopped));
      console.log(`\n${describeReport(report)}`);
    }
    process.exitCode = conforms(report) ? 0 : 1;
  }
}
