/** Whose code comes with this package, by the lock file: as few as can be, and none that runs when it is installed. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readText } from '../support/markdown.js';

interface Locked {
  readonly dev?: boolean;
  readonly peer?: boolean;
  readonly hasInstallScript?: boolean;
  readonly integrity?: string;
}

const lock = JSON.parse(readText('package-lock.json')) as { packages: Record<string, Locked> };
const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
const installed = packages.filter(([, { dev, peer }]) => !dev && !peer);

void describe('the packages that come with this one', () => {
  void it('are Lit with its parts, and ws, and no others', () => {
    assert.deepEqual(installed.map(([path]) => path.replace(/^node_modules\//, '')).sort(), [
      '@lit-labs/ssr-dom-shim',
      '@lit/context',
      '@lit/reactive-element',
      '@types/trusted-types',
      'lit',
      'lit-element',
      'lit-html',
      'ws',
    ]);
  });

  void it('run nothing when they are installed', () => {
    assert.deepEqual(
      installed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path),
      [],
    );
  });

  void it('are the ones that were locked, byte for byte, as are those of the tests', () => {
    assert.deepEqual(
      packages.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path),
      [],
    );
  });
});
