/**
 * Finds files by a pattern, because Node 20 has no glob of its own. Knows `**`, `*` and nothing else;
 * whoever needs more should take a package.
 */
import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

const ignored = new Set(['node_modules', 'dist', '.git', '.cache', 'coverage', 'bench']);

/** @param {string} dir @returns {string[]} every file below it, in a stable order */
function walk(dir) {
  return readdirSync(dir, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (ignored.has(entry.name)) return [];
      const path = join(dir, entry.name);
      return entry.isDirectory() ? walk(path) : [path];
    });
}

/** @param {string} pattern */
function toRegExp(pattern) {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*\//g, '\0')
    .replace(/\*/g, '[^/]*')
    .replace(/\0/g, '(?:.*/)?');
  return new RegExp(`^${source}$`);
}

/**
 * @param {string[]} include patterns from the project's root
 * @param {string[]} [exclude]
 * @returns {string[]} paths from the project's root, with forward slashes
 */
export function findFiles(include, exclude = []) {
  const wanted = include.map(toRegExp);
  const unwanted = exclude.map(toRegExp);
  return walk(root)
    .map((path) => relative(root, path).split(sep).join('/'))
    .filter((path) => wanted.some((re) => re.test(path)) && !unwanted.some((re) => re.test(path)));
}
