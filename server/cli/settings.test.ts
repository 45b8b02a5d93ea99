import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type OptionTable, describeOptions, environmentName } from './option-table.js';
import { DEMO_OPTIONS, RELAY_OPTIONS } from './options.js';
import { metricsSettings, relaySettings } from './relay-settings.js';
import { readSettings } from './settings.js';
import { StartError, UsageError } from './usage-error.js';

const TABLE: OptionTable = {
  port: { kind: 'number', min: 0, max: 9, default: 7, help: 'a port' },
  mode: { kind: 'text', value: 'M', choices: ['a', 'b', 'c', 'd'], default: 'a', help: 'a mode' },
  quiet: { kind: 'flag', help: 'say less' },
  net: {
    kind: 'list',
    value: 'NET',
    help: 'nets',
    check: (text) => {
      if (text.startsWith('n')) return text.toUpperCase();
      throw new Error('a net');
    },
  },
  secret: { kind: 'text', value: 'S', secret: true, choices: ['right', 'good'], help: 'nobody knows' },
  config: { kind: 'text', value: 'FILE', help: 'a file' },
  help: { kind: 'flag', wordOnly: true, help: 'this' },
};

describe('settings', () => {
  let directory: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'call-elements-'));
  });
  after(() => rmSync(directory, { recursive: true }));

  function file(content: string | object): string {
    const path = join(directory, 'relay.json');
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  }

  const refuses = (
    words: readonly string[],
    environment: NodeJS.ProcessEnv,
    ...parts: readonly string[]
  ): void => {
    assert.throws(
      () => readSettings(TABLE, words, environment),
      (error) => {
        assert.ok(error instanceof UsageError, String(error));
        assert.doesNotMatch(error.message, /\n/);
        for (const part of parts) assert.ok(error.message.includes(part), `${error.message}: ${part}`);
        return true;
      },
    );
  };

  it('of the command line count before the environment, that before the file, that before the default', () => {
    const path = file({ mode: 'b', port: 1 });
    const environment = { CALL_ELEMENTS_MODE: 'c', CALL_ELEMENTS_CONFIG: path };
    const modeOf = (words: readonly string[], env: NodeJS.ProcessEnv): unknown =>
      readSettings(TABLE, words, env).text('mode');
    assert.equal(modeOf([], {}), 'a');
    assert.equal(modeOf(['--config', path], {}), 'b');
    assert.equal(modeOf([], environment), 'c');
    assert.equal(modeOf(['--mode', 'd'], environment), 'd');
    assert.equal(readSettings(TABLE, ['--mode', 'd'], environment).number('port'), 1);
  });

  it('mean the same wherever they are written', () => {
    const path = file({ port: 3, quiet: true, net: ['n1', 'n2,3'], secret: 'right' });
    const inFile = readSettings(TABLE, ['--config', path], {});
    assert.deepEqual(
      [inFile.number('port'), inFile.flag('quiet'), inFile.list('net'), inFile.text('secret')],
      [3, true, ['N1', 'N2,3'], 'right'],
    );
    const inEnvironment = readSettings(TABLE, [], {
      CALL_ELEMENTS_PORT: '3',
      CALL_ELEMENTS_QUIET: 'true',
      CALL_ELEMENTS_NET: 'n1, n2',
    });
    assert.deepEqual(
      [inEnvironment.number('port'), inEnvironment.flag('quiet'), inEnvironment.list('net')],
      [3, true, ['N1', 'N2']],
    );
    const words = readSettings(TABLE, ['--port=3', '--quiet', '--net', 'n1,n2', '--net', 'n3'], {});
    assert.deepEqual(
      [words.number('port'), words.flag('quiet'), words.list('net')],
      [3, true, ['N1', 'N2', 'N3']],
    );
    assert.deepEqual(readSettings(TABLE, [], { CALL_ELEMENTS_NET: '' }).list('net'), []);
    assert.equal(readSettings(TABLE, [], { CALL_ELEMENTS_QUIET: '0' }).flag('quiet'), false);
  });

  it('that are wrong say where they were written', () => {
    refuses(['--port', '10'], {}, '--port must be a whole number from 0 to 9, not "10"');
    refuses(['--net', 'x'], {}, '--net must be a net, not "x"');
    refuses([], { CALL_ELEMENTS_PORT: 'tcp://10.0.0.1:6503' }, 'CALL_ELEMENTS_PORT must be a whole number');
    refuses([], { CALL_ELEMENTS_QUIET: 'yes' }, 'CALL_ELEMENTS_QUIET must be true or false');
    refuses(['--port', '1'], { CALL_ELEMENTS_PORT: 'x' }, 'CALL_ELEMENTS_PORT');
    for (const [content, part] of [
      [{ port: 1.5 }, 'relay.json: port must be a whole number'],
      [{ port: true }, 'relay.json: port'],
      [{ quiet: 1 }, 'relay.json: quiet must be true or false'],
      [{ mode: 'e' }, 'relay.json: mode must be a or b or c or d, not "e"'],
      [{ net: [1] }, 'relay.json: net must be a text'],
      [{ net: { a: 1 } }, 'relay.json: net must be a text'],
    ] as const) {
      refuses(['--config', file(content)], {}, part);
    }
  });

  it('that do not exist are refused, wherever they are written', () => {
    refuses(['--prot', '1'], {}, '--prot');
    refuses([], { CALL_ELEMENTS_PROT: '1' }, 'CALL_ELEMENTS_PROT in the environment is no option');
    refuses(['--config', file({ prot: 1 })], {}, 'relay.json: "prot" is no option');
    refuses(['--config', file({ config: 'x' })], {}, '"config" is no option');
    refuses([], { CALL_ELEMENTS_HELP: '1' }, 'CALL_ELEMENTS_HELP');
  });

  it('need a file that can be read and is an object of JSON; what is wrong is told without quoting it', () => {
    assert.throws(() => readSettings(TABLE, ['--config', join(directory, 'nothing')], {}), StartError);
    refuses(['--config', file('[1]')], {}, 'must be a JSON object');
    const broken = file('{\n"secret": "right",\n"port": x }');
    refuses(['--config', broken], {}, 'is no JSON');
    assert.throws(
      () => readSettings(TABLE, ['--config', broken], {}),
      (error) => error instanceof Error && !error.message.includes('right'),
    );
  });

  it('are printed with where they come from, secrets masked, in errors too', () => {
    const settings = readSettings(TABLE, ['--port', '2'], { CALL_ELEMENTS_SECRET: 'good' });
    assert.deepEqual(JSON.parse(settings.print()), {
      port: { value: 2, from: '--port' },
      mode: { value: 'a', from: 'default' },
      quiet: { value: false, from: 'default' },
      net: { value: null, from: 'default' },
      secret: { value: '***', from: 'CALL_ELEMENTS_SECRET' },
      config: { value: null, from: 'default' },
    });
    refuses([], { CALL_ELEMENTS_SECRET: 'typo' }, 'CALL_ELEMENTS_SECRET', 'not "***"');
  });

  it('have help with each option, its value and its default', () => {
    const lines = describeOptions(TABLE).split('\n');
    assert.equal(lines.length, Object.keys(TABLE).length);
    assert.match(lines[0] ?? '', /^ {2}--port N +a port \(default 7\)$/);
    assert.match(lines[3] ?? '', /^ {2}--net NET +nets$/);
  });
});

describe('the options of the relay', () => {
  it('have defaults that pass their own checks, and a variable of their own', () => {
    for (const table of [RELAY_OPTIONS, DEMO_OPTIONS]) {
      for (const [name, spec] of Object.entries(table)) {
        if (spec.kind === 'number' && spec.default !== undefined) {
          assert.ok(spec.default >= spec.min && spec.default <= spec.max, name);
        }
        if (spec.kind === 'text' && spec.default !== undefined) {
          assert.ok(!spec.choices || spec.choices.includes(spec.default), name);
          assert.equal(spec.check?.(spec.default) ?? spec.default, spec.default);
        }
      }
      const variables = Object.keys(table).map(environmentName);
      assert.equal(new Set(variables).size, variables.length);
    }
  });

  it('let a burst follow a higher rate, unless it was given', () => {
    const rateOf = (...words: readonly string[]): unknown =>
      relaySettings(readSettings(RELAY_OPTIONS, words, {})).hub?.rate;
    assert.deepEqual(rateOf(), { perSecond: 10, burst: 100 });
    assert.deepEqual(rateOf('--max-messages-per-second', '500'), { perSecond: 500, burst: 500 });
    assert.deepEqual(rateOf('--max-messages-per-second', '500', '--max-burst', '20'), {
      perSecond: 500,
      burst: 20,
    });
  });

  it('that cannot be meant together end the start', () => {
    for (const [words, reason] of [
      [['--origin', 'https://a.example,*'], /^--origin "\*" is every page/],
      [['--metrics-host', '0.0.0.0'], /^--metrics-host needs --metrics-port/],
    ] as const) {
      const settings = readSettings(RELAY_OPTIONS, words, {});
      const take = (): unknown => [relaySettings(settings), metricsSettings(settings)];
      assert.throws(take, (error) => error instanceof UsageError && reason.test(error.message));
    }
    const alone = readSettings(RELAY_OPTIONS, ['--origin', '*', '--metrics-port', '9464'], {});
    assert.deepEqual(relaySettings(alone).origins, ['*']);
    assert.deepEqual(metricsSettings(alone), { port: 9464, host: '127.0.0.1' });
  });

  it('reach the relay', () => {
    const words = [
      ...[
        '--trust-proxy',
        '10.0.0.0/8,::1',
        '--forwarded-header',
        'forwarded',
        '--address-max-connections',
        '7',
      ],
      ...['--address-rings-per-minute', '90', '--address-max-absent', '20'],
      ...['--address-unlimited', '192.0.2.0/24', '--hello-timeout-ms', '900', '--ping-interval-ms', '800'],
      ...['--origin', 'https://A.example/', '--max-rings-per-minute', '30', '--presence', 'agents'],
    ];
    const options = relaySettings(readSettings(RELAY_OPTIONS, words, {}));
    assert.deepEqual(options.proxies, { trusted: ['10.0.0.0/8', '::1'], header: 'forwarded' });
    assert.deepEqual(options.addresses, {
      maxSockets: 7,
      rate: { perSecond: 5, burst: 50 },
      except: ['192.0.2.0/24'],
    });
    assert.equal(options.limits?.helloTimeoutMs, 900);
    assert.deepEqual(options.hub?.ping, { intervalMs: 800, timeoutMs: 4_000 });
    assert.deepEqual(options.hub.rings, { perSecond: 0.5, burst: 30 });
    assert.deepEqual(options.hub.addressRings, { perSecond: 1.5, burst: 90 });
    assert.equal(options.hub.maxAbsentPerAddress, 20);
    assert.equal(options.hub.presence, 'agents');
    assert.deepEqual(options.origins, ['https://a.example']);
  });
});
