/** Where this package lies and which version it is, whether it runs from sources or from dist. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Manifest {
  readonly name?: string;
  readonly version?: string;
}

const readManifest = (directory: string): Manifest | undefined => {
  const path = join(directory, 'package.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Manifest) : undefined;
};

function findRoot(start: string): { readonly root: string; readonly version: string } {
  for (let directory = start; ; directory = dirname(directory)) {
    const manifest = readManifest(directory);
    if (manifest?.name === 'call-elements') return { root: directory, version: manifest.version ?? '0.0.0' };
    if (dirname(directory) === directory) return { root: start, version: '0.0.0' };
  }
}

export const { root: PACKAGE_ROOT, version: VERSION } = findRoot(import.meta.dirname);
