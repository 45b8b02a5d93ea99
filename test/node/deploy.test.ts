/**
 * The files in deploy/ against rules and against the code, without Docker and without a running systemd: what the image
 * would hold is put together and started, the unit is checked by systemd's own tool where that is installed.
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parse } from 'yaml';
import { RELAY_OPTIONS } from '../../server/cli/options.js';
import { Settings } from '../../server/cli/settings.js';
import { fromEnvironment, fromWords } from '../../server/cli/sources.js';
import { DEFAULT_RELAY_LIMITS } from '../../server/limits.js';
import { DEFAULT_PORT } from '../../src/protocol/codes.js';
import { type Stage, execWords, readDockerfile } from '../support/dockerfile.js';
import { readText } from '../support/markdown.js';

const acceptsEnvironment = (environment: Readonly<Record<string, unknown>>): Settings => {
  const texts = Object.entries(environment).map(([name, value]) => [name, String(value)]);
  const source = fromEnvironment(RELAY_OPTIONS, Object.fromEntries(texts) as NodeJS.ProcessEnv);
  return new Settings(RELAY_OPTIONS, [source]);
};

describe('deploy/Dockerfile', () => {
  const stages = readDockerfile(readText('deploy/Dockerfile'));
  const image = stages.at(-1) as Stage;
  const all = (name: string): Stage['instructions'] => image.instructions.filter((one) => one.name === name);
  const one = (name: string): Stage['instructions'][number] => {
    assert.equal(all(name).length, 1, name);
    return all(name)[0]!;
  };
  const copies = all('COPY').map(({ text }) => {
    const [, from = '', to = ''] = /^--from=build \/build\/(\S+) (\S+)$/.exec(text) ?? [];
    return { text, from, to };
  });

  it('is built on a slim image of a Node version that is named and supported', () => {
    for (const { base } of stages) assert.match(base, /^node:(20|22)-slim$/);
  });

  it('runs as a user who is not root and owns none of the files', () => {
    const { text } = one('USER');
    assert.equal(text, 'node');
    const names = image.instructions.map(({ name }) => name);
    assert.ok(names.lastIndexOf('COPY') < names.indexOf('USER'));
    assert.ok(copies.every(({ text: copy }) => !copy.includes('--chown')));
  });

  it('takes into the image only what was built, by names', () => {
    assert.ok(copies.length > 0);
    for (const { text, from } of copies) assert.ok(from !== '' && !from.includes('*'), text);
    assert.deepEqual(all('RUN'), [], 'and runs nothing there');
    assert.deepEqual(all('ADD'), []);
  });

  it('installs the locked packages, and lets none of them run a script', () => {
    const runs = stages.flatMap(({ instructions }) => instructions.filter(({ name }) => name === 'RUN'));
    const installs = runs.filter(({ text }) => /\bnpm (ci|i|install)\b/.test(text));
    assert.equal(installs.length, 1);
    assert.match(installs[0]?.text ?? '', /^npm ci .*--ignore-scripts/);
    for (const { text } of runs) assert.doesNotMatch(text, /curl|wget|sudo|\|/);
  });

  it('copies from the project only what its ignore file lets in and what there is', () => {
    const allowed =
      readText('deploy/Dockerfile.dockerignore')
        .match(/^!\S+$/gm)
        ?.map((line) => line.slice(1)) ?? [];
    const sources = stages
      .flatMap(({ instructions }) => instructions)
      .filter(({ name, text }) => name === 'COPY' && !text.startsWith('--from'))
      .flatMap(({ text }) => text.split(' ').slice(0, -1));
    assert.deepEqual([...sources].sort(), [...allowed].sort());
    for (const source of sources) assert.ok(source.includes('*') || existsSync(source), source);
  });

  it('sets what the relay takes, opens its port and is told to end as the relay expects', () => {
    const environment = all('ENV').map(({ text }) => text.split('='));
    acceptsEnvironment(Object.fromEntries(environment) as Record<string, string>);
    assert.equal(one('EXPOSE').text, String(DEFAULT_PORT));
    assert.equal(one('STOPSIGNAL').text, 'SIGTERM');
    assert.equal(execWords(one('ENTRYPOINT'))[0], 'node', 'no shell that would swallow the signal');
    assert.deepEqual(execWords(one('CMD')), ['relay']);
  });

  describe('as an image', () => {
    let directory: string;
    before(() => {
      directory = mkdtempSync(join(tmpdir(), 'call-elements-'));
      for (const { from, to } of copies) {
        const target = join(directory, to, to.endsWith('/') ? from : '');
        cpSync(from, target, { recursive: true, dereference: true });
      }
    });
    after(() => rmSync(directory, { recursive: true }));

    it('has all that the relay needs, is healthy while it runs, and ends with 0', async () => {
      const [, ...words] = [...execWords(one('ENTRYPOINT')), ...execWords(one('CMD'))];
      const child = spawn(process.execPath, words, {
        cwd: directory,
        env: { CALL_ELEMENTS_PORT: '0', CALL_ELEMENTS_HOST: '127.0.0.1', NODE_ENV: 'production' },
      });
      let stderr = '';
      child.stderr.on('data', (part: Buffer) => (stderr += part.toString('utf8')));
      const [printed] = (await Promise.race([once(child.stdout, 'data'), once(child, 'close')])) as [Buffer];
      const port = /ws:\/\/127\.0\.0\.1:(\d+)/.exec(String(printed))?.[1];
      assert.ok(port !== undefined, stderr);
      const isHealthy = (): boolean => {
        const [program = '', ...check] = execWords(one('HEALTHCHECK')).map((word) =>
          word.replace(String(DEFAULT_PORT), port),
        );
        return spawnSync(program === 'node' ? process.execPath : program, check).status === 0;
      };
      assert.equal(isHealthy(), true);
      child.kill('SIGTERM');
      const [code] = (await once(child, 'close')) as [number | null];
      assert.equal(code, 0, stderr);
      assert.equal(isHealthy(), false);
    });
  });
});

describe('deploy/compose.yaml', () => {
  interface Service {
    readonly build?: { readonly context: string; readonly dockerfile: string };
    readonly environment?: Readonly<Record<string, unknown>>;
    readonly ports?: readonly string[];
    readonly volumes?: readonly string[];
    readonly cap_add?: readonly string[];
    readonly cap_drop?: readonly string[];
    readonly security_opt?: readonly string[];
    readonly stop_grace_period?: string;
  }
  const { services } = parse(readText('deploy/compose.yaml'), { strict: true, uniqueKeys: true }) as {
    readonly services: Readonly<Record<'relay' | 'turn', Service>>;
  };

  it('builds the image of this folder, and mounts files there are', () => {
    const { context = '', dockerfile = '' } = services.relay.build ?? {};
    assert.ok(existsSync(join('deploy', context, dockerfile)));
    for (const volume of services.turn.volumes ?? []) {
      assert.ok(existsSync(join('deploy', volume.split(':')[0] ?? '')), volume);
      assert.match(volume, /:ro$/);
    }
  });

  it('sets what the relay takes, and opens it to this machine only', () => {
    const settings = acceptsEnvironment(services.relay.environment ?? {});
    assert.ok(settings.list('origin').length > 0 && !settings.list('origin').includes('*'));
    for (const port of services.relay.ports ?? []) assert.match(port, /^127\.0\.0\.1:\d+:6503$/);
  });

  it('gives no service more rights than it needs, and the relay time to drain', () => {
    assert.equal(services.relay.cap_add, undefined);
    for (const service of Object.values(services)) {
      assert.deepEqual(service.cap_drop, ['ALL']);
      assert.deepEqual(service.security_opt, ['no-new-privileges:true']);
    }
    const seconds = Number.parseInt(services.relay.stop_grace_period ?? '', 10);
    assert.ok(seconds * 1000 > DEFAULT_RELAY_LIMITS.drainDeadlineMs);
  });
});

describe('deploy/call-elements.service', () => {
  const unit = readText('deploy/call-elements.service');
  const valuesOf = (name: string): readonly string[] =>
    [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map((match) => match[1] ?? '');

  it('has the relay end by itself before systemd ends it, and start again unless its settings are wrong', () => {
    assert.ok(Number(valuesOf('TimeoutStopSec')[0]) * 1000 > DEFAULT_RELAY_LIMITS.drainDeadlineMs);
    assert.deepEqual(valuesOf('KillSignal'), ['SIGTERM']);
    assert.deepEqual(valuesOf('Restart'), ['on-failure']);
    assert.deepEqual(valuesOf('RestartPreventExitStatus'), ['2']);
    assert.ok(Number(valuesOf('LimitNOFILE')[0]) > DEFAULT_RELAY_LIMITS.maxConnections);
  });

  it('starts a command that the relay understands', () => {
    const [, words = ''] = /main\.js relay (.*)$/m.exec(unit) ?? [];
    assert.equal(
      fromWords(RELAY_OPTIONS, words.split(' ')).get('config')?.value,
      '/etc/call-elements/relay.json',
    );
  });

  it('shuts the relay in', () => {
    for (const [name, value] of [
      ['DynamicUser', 'yes'],
      ['NoNewPrivileges', 'yes'],
      ['ProtectSystem', 'strict'],
      ['ProtectHome', 'yes'],
      ['PrivateDevices', 'yes'],
      ['CapabilityBoundingSet', ''],
      ['SystemCallErrorNumber', 'EPERM'],
    ] as const) {
      assert.deepEqual(valuesOf(name), [value], name);
    }
  });

  const tool = spawnSync('systemd-analyze', ['--version']);
  it(
    'passes the checks of systemd',
    { skip: tool.status !== 0 && 'systemd-analyze is not installed' },
    () => {
      const directory = mkdtempSync(join(tmpdir(), 'call-elements-'));
      const path = join(directory, 'call-elements.service');
      // The program of this machine: whether the package is installed where the unit says is no matter of the unit.
      writeFileSync(path, unit.replace(/^ExecStart=\S+/m, `ExecStart=${process.execPath}`));
      const verified = spawnSync('systemd-analyze', ['verify', '--man=no', path], { encoding: 'utf8' });
      const judged = spawnSync('systemd-analyze', ['security', '--offline=yes', '--threshold=20', path], {
        encoding: 'utf8',
      });
      rmSync(directory, { recursive: true });
      assert.deepEqual([verified.status, verified.stderr], [0, '']);
      assert.equal(judged.status, 0, judged.stdout.split('\n').slice(-3).join('\n'));
    },
  );
});
