import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { loadStaticFiles, mergeStaticFiles } from './static-files.js';

describe('files to serve', () => {
  let directory: string;
  let root: string;

  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'call-elements-'));
    root = join(directory, 'root');
    mkdirSync(join(root, 'deep', 'er'), { recursive: true });
    mkdirSync(join(root, '.git'));
    mkdirSync(join(root, 'node_modules', 'x'), { recursive: true });
    for (const path of [
      'index.html',
      'app.js',
      'deep/index.html',
      'deep/er/x.unknown',
      '.env',
      '.git/config',
    ]) {
      writeFileSync(join(root, path), path);
    }
    writeFileSync(join(root, 'node_modules', 'x', 'index.js'), 'x');
    writeFileSync(join(directory, 'secret.txt'), 'secret');
    symlinkSync(join(directory, 'secret.txt'), join(root, 'leads-out.txt'));
    symlinkSync(directory, join(root, 'folder-out'));
    symlinkSync(join(root, 'deep'), join(root, 'deep', 'circle'));
    symlinkSync(join(root, 'app.js'), join(root, 'inside.js'));
    symlinkSync(join(root, 'nowhere'), join(root, 'broken'));
  });
  after(() => rmSync(directory, { recursive: true }));

  it('are those of the folder, with index.html for a folder itself', () => {
    const files = loadStaticFiles({ prefix: '/', directory: root });
    assert.deepEqual(
      [...files.keys()].sort(),
      ['/', '/app.js', '/deep/', '/deep/index.html', '/index.html', '/inside.js'].sort(),
    );
    assert.equal(files.get('/')?.content.toString(), 'index.html');
  });

  it('have the right type, and a tag by their content', () => {
    const files = loadStaticFiles({ prefix: '/', directory: root });
    assert.equal(files.get('/app.js')?.contentType, 'text/javascript; charset=utf-8');
    assert.equal(files.get('/')?.contentType, 'text/html; charset=utf-8');
    assert.equal(files.get('/app.js')?.etag, files.get('/inside.js')?.etag);
    assert.notEqual(files.get('/app.js')?.etag, files.get('/')?.etag);
  });

  it('are those that pages are made of, and none that is withheld, by whatever name', () => {
    const withheld = new Set([realpathSync(join(root, 'app.js'))]);
    const files = loadStaticFiles({ prefix: '/', directory: root, withheld });
    assert.deepEqual([...files.keys()].sort(), ['/', '/deep/', '/deep/index.html', '/index.html']);
  });

  it('appear below a prefix, without what is left out', () => {
    const files = loadStaticFiles({ prefix: '/pages/', directory: root, without: ['deep'] });
    assert.deepEqual([...files.keys()].sort(), [
      '/pages/',
      '/pages/app.js',
      '/pages/index.html',
      '/pages/inside.js',
    ]);
  });

  it('of an earlier folder win', () => {
    const deep = loadStaticFiles({ prefix: '/', directory: join(root, 'deep') });
    const all = loadStaticFiles({ prefix: '/', directory: root });
    assert.equal(mergeStaticFiles([deep, all]).get('/')?.content.toString(), 'deep/index.html');
    assert.equal(mergeStaticFiles([all, deep]).get('/')?.content.toString(), 'index.html');
  });

  it('cannot be read from a folder that is not there', () => {
    assert.throws(() => loadStaticFiles({ prefix: '/', directory: join(root, 'nowhere') }), {
      code: 'ENOENT',
    });
  });
});
