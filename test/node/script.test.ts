/** The script-tag file registers what `call-elements/define` does: some at once, the others from files beside it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

const sorted = (tags: readonly string[]): readonly string[] => [...tags].sort();

/** The elements whose registration a file imports. */
const definedIn = (file: string): readonly string[] =>
  [...readFileSync(file, 'utf8').matchAll(/import '[./]+components\/([a-z-]+)\/\1\.define\.js'/g)].map(
    (match) => match[1] ?? '',
  );

const script = readFileSync('src/script/script.ts', 'utf8');
const groups = [...script.matchAll(/tags: \[([^\]]*)\],\s*load: \(\) => import\('\.\/([a-z-]+)\.js'\)/g)].map(
  ([, tags = '', file = '']) => ({
    tags: [...tags.matchAll(/'([a-z-]+)'/g)].map((match) => match[1] ?? ''),
    file: join('src/script', `${file}.ts`),
  }),
);

void describe('the script-tag file', () => {
  void it('registers every element there is', () => {
    const registered = [...definedIn('src/script/script.ts'), ...groups.flatMap(({ tags }) => tags)];
    assert.deepEqual(sorted(registered), sorted(definedIn('src/define.ts')));
  });

  void it('fetches a file that registers just the elements it is fetched for', () => {
    assert.ok(groups.length > 0);
    for (const { tags, file } of groups)
      assert.deepEqual(sorted(definedIn(file)), sorted(tags), `in ${file}`);
  });
});
