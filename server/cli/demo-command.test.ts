import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { demoFolders } from './demo-command.js';
import { readFolders } from './start.js';
import { StartError } from './usage-error.js';

describe('what the demo serves', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'call-elements-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const write = (...paths: readonly string[]): void => {
    for (const path of paths) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), path);
    }
  };

  it('is the pages, and the script-tag file with its chunks; no modules and no server', () => {
    write('demo/index.html', 'demo/two/page.html', 'dist/call-elements.js', 'dist/chunks/de.js');
    write('dist/src/index.js', 'dist/server/main.js', 'dist/.tsbuildinfo/x', 'package.json');
    assert.deepEqual(
      [...readFolders(demoFolders(root)).keys()].sort(),
      ['/', '/call-elements.js', '/chunks/de.js', '/index.html', '/two/page.html'].sort(),
    );
  });

  it('asks for a build where there is none', () => {
    write('demo/index.html');
    assert.throws(
      () => demoFolders(root),
      (error) => error instanceof StartError && error.message.includes('npm run build'),
    );
  });
});
