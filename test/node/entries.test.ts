/** Every entry of the package can be imported where there is no browser: by a bundler, a test, a server that renders. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';

const components = readdirSync('src/components').filter((name) => name.startsWith('call-'));
const entries = [
  '',
  '/define',
  '/core',
  '/protocol',
  '/testing',
  ...components.map((name) => `/components/${name}`),
];

void describe('in plain Node', () => {
  for (const entry of entries) {
    void it(`call-elements${entry} can be imported`, async () => {
      const module = (await import(`call-elements${entry}`)) as Record<string, unknown>;
      assert.ok(entry.startsWith('/define') || Object.keys(module).length > 0, 'it exports something');
    });
  }

  void it('nothing inside can be reached past the entries', async () => {
    const inside = 'call-elements/dist/src/core/store.js';
    await assert.rejects(import(inside), {
      code: 'ERR_PACKAGE_PATH_NOT_EXPORTED',
    });
  });
});
