/** docs/threats.md against the code: each control is a file there is, each test one that runs under that name. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Document, codesOf, readText, rowsOf } from '../support/markdown.js';

interface Named {
  readonly file: string;
  readonly titles: readonly string[];
}

/** Pairs of a file and the titles that follow it: `file` "title", "title"; `file` "title". */
const testsIn = (cell: string): readonly Named[] =>
  cell.split(/; (?=`)/).map((part) => ({
    file: codesOf(part)[0] ?? '',
    titles: [...part.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? ''),
  }));

const filesIn = (cell: string): readonly string[] => codesOf(cell).filter((code) => code.includes('/'));

void describe('docs/threats.md', () => {
  const rows = rowsOf(new Document('docs/threats.md').text);

  void it('has a control and a test for every threat', () => {
    assert.ok(rows.length > 20);
    for (const [threat, control = '', test = ''] of rows) {
      assert.ok(filesIn(control).length > 0, threat);
      assert.deepEqual(
        filesIn(control).filter((file) => !existsSync(file)),
        [],
        threat,
      );
      const tests = testsIn(test);
      assert.ok(tests.length > 0 && tests.every(({ titles }) => titles.length > 0), threat);
    }
  });

  void it('has every attack of the numbered list, in order', () => {
    const numbers = rows.flatMap(([threat = '']) => /^G(\d+) /.exec(threat)?.slice(1) ?? []);
    assert.deepEqual(
      numbers.map(Number),
      Array.from({ length: 13 }, (_, at) => at + 1),
    );
  });

  void it('names tests there are', () => {
    for (const { file, titles } of rows.flatMap(([, , test = '']) => testsIn(test))) {
      assert.match(file, /\.(test|contract)\.ts$/);
      const source = readText(file);
      const missing = titles.filter(
        (title) => !new RegExp(`it\\(\\s*['"\`]${escaped(title)}['"\`]`).test(source),
      );
      assert.deepEqual(missing, [], file);
    }
  });
});

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
