/** The documents as the package ships them: what they lead to is shipped, too. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, it } from 'node:test';
import { Document, readText } from '../support/markdown.js';

void describe('a document in the package', () => {
  const { files } = JSON.parse(readText('package.json')) as { readonly files: readonly string[] };
  const shipped = [...files, 'README.md', 'LICENSE', 'package.json'].map((file) => `${file}/`);
  const names = ['README.md', 'SECURITY.md', ...readdirSync('docs').map((file) => join('docs', file))];

  for (const name of names.filter((file) => file.endsWith('.md'))) {
    void it(`${name} leads to nothing that is left out`, () => {
      const links = new Document(name).links.filter((link) => !/^(https?|mailto):|^#/.test(link));
      const targets = links.map((link) => normalize(join(dirname(name), link.replace(/#.*/, ''))));
      assert.deepEqual(
        targets.filter((target) => !shipped.some((file) => `${target}/`.startsWith(file))),
        [],
      );
    });
  }
});
