/** A file with an operator's function: a good one is taken, and of a bad one the start says what is wrong. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { after, describe, it } from 'node:test';
import { loadAuthModule } from './auth-module.js';

void describe('--auth-module', () => {
  const folder = mkdtempSync(join(tmpdir(), 'call-elements-'));
  after(() => rmSync(folder, { recursive: true }));

  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  void it('is the function that the file exports by default', async () => {
    const path = file('good.mjs', 'export default ({ name }) => ({ name });');
    for (const written of [path, relative(process.cwd(), path)]) {
      const authenticate = await loadAuthModule(written);
      assert.deepEqual(authenticate({ name: 'naomi' }, new AbortController().signal), { name: 'naomi' });
    }
  });

  for (const [title, text, reason] of [
    ['exports nothing', '', /must export a function by default$/],
    ['exports no function', 'export default {};', /must export a function by default$/],
    ['is no JavaScript', 'export default (', /cannot be loaded: \S+/],
    ['throws', 'throw new Error("no database\\nat all");', /cannot be loaded: no database$/],
    ['imports what is not there', 'import "not-there-at-all";', /cannot be loaded: [^\n]*not-there-at-all/],
  ] as const) {
    void it(`ends the start in one line where the file ${title}`, async () => {
      const path = file(`${title.replaceAll(' ', '-')}.mjs`, text);
      await assert.rejects(loadAuthModule(path), (error: Error) => {
        assert.equal(error.name, 'StartError');
        assert.match(error.message, reason);
        assert.ok(!error.message.includes('\n'));
        return true;
      });
    });
  }

  void it('ends the start in one line where there is no such file', async () => {
    await assert.rejects(
      loadAuthModule(join(folder, 'nowhere.mjs')),
      /StartError: --auth-module: [^\n]*cannot be loaded/,
    );
  });
});
