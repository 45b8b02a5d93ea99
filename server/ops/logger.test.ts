import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type LogFormat, type LogLevel, createLogger } from './logger.js';

/** Texts with which strangers have tried to write lines of their own into logs, or to hide what stands there. */
const CORPUS = [
  'naomi\r\n{"level":"info","event":"admin"}',
  'a\nb',
  'a\rb',
  '\u001b[2J\u001b[31mred\u001b]0;title\u0007',
  '\u009b31m',
  '\u202egnp.exe',
  '\u2066isolated\u2069',
  'line\u2028paragraph\u2029end',
  'null\u0000byte',
  'delete\u007f',
  'zero\u200bwidth\ufeff',
  '\ud800 half',
  'tag\u{e0041}',
  '"quoted" \\ and \\n',
  'x'.repeat(100_000),
  '\u202e'.repeat(100_000),
  '__proto__',
  'نعومي',
  '娜奥米 🙂',
];

function logged(
  format: LogFormat,
  level: LogLevel = 'info',
): { lines: string[]; logger: ReturnType<typeof createLogger> } {
  const lines: string[] = [];
  const logger = createLogger({ level, format, write: (line) => lines.push(line), wallClock: () => 0 });
  return { lines, logger };
}

const isClean = (line: string): boolean =>
  line.endsWith('\n') && !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(line.slice(0, -1));

describe('a log', () => {
  it('has one record per line, as JSON or for a person', () => {
    const json = logged('json');
    json.logger.log('info', 'started', { port: 6503, url: 'ws://127.0.0.1:6503', missing: undefined });
    assert.deepEqual(json.lines, [
      '{"time":"1970-01-01T00:00:00.000Z","level":"info","event":"started","port":6503,"url":"ws://127.0.0.1:6503"}\n',
    ]);
    const text = logged('text');
    text.logger.log('warn', 'kicked', { name: 'Naomi Pea', code: 4408 });
    assert.deepEqual(text.lines, ['1970-01-01T00:00:00.000Z WARN  kicked name="Naomi Pea" code=4408\n']);
  });

  it('says what its level asks for, and no more', () => {
    for (const [level, expected] of [
      ['silent', []],
      ['error', ['a']],
      ['warn', ['a', 'b']],
      ['info', ['a', 'b', 'c']],
      ['debug', ['a', 'b', 'c', 'd']],
    ] as const) {
      const { lines, logger } = logged('json', level);
      logger.log('error', 'a');
      logger.log('warn', 'b');
      logger.log('info', 'c');
      logger.log('debug', 'd');
      assert.deepEqual(
        lines.map((line) => (JSON.parse(line) as { event: string }).event),
        expected,
      );
    }
  });

  for (const format of ['json', 'text'] as const) {
    it(`as ${format} stays one printable line, whatever somebody is called`, () => {
      for (const name of CORPUS) {
        const { lines, logger } = logged(format);
        logger.log('info', 'kicked', { name });
        assert.equal(lines.length, 1);
        assert.ok(isClean(lines[0] ?? ''), JSON.stringify(name.slice(0, 50)));
        assert.ok((lines[0] ?? '').length < 2_500, 'and not much longer than others');
      }
    });

    it(`as ${format} stays one printable line for any text at all`, () => {
      fc.assert(
        fc.property(fc.string({ unit: 'binary' }), (name) => {
          const { lines, logger } = logged(format);
          logger.log('info', 'kicked', { name });
          return lines.length === 1 && isClean(lines[0] ?? '');
        }),
      );
    });
  }

  it('as JSON gives back what was written, up to where it is cut', () => {
    for (const name of CORPUS) {
      const { lines, logger } = logged('json');
      logger.log('info', 'kicked', { name });
      const { name: read } = JSON.parse(lines[0] ?? '') as { name: string };
      assert.equal(read, name.length > 300 ? `${name.slice(0, 300)}…` : name);
    }
  });

  it('is not filled by a flood of one event, and says how much it left out', () => {
    const lines: string[] = [];
    let nowMs = 0;
    const logger = createLogger({
      level: 'info',
      format: 'json',
      write: (line) => lines.push(line),
      monotonic: () => nowMs,
    });
    for (let i = 0; i < 1_000; i++) logger.log('warn', 'refused-origin');
    assert.equal(lines.length, 50);
    logger.log('info', 'stopped');
    assert.equal(lines.length, 51, 'others are not held back');
    nowMs = 1_000;
    logger.log('warn', 'refused-origin');
    assert.equal((JSON.parse(lines.at(-1) ?? '') as { suppressed: number }).suppressed, 950);
  });
});
