/**
 * A fixed map from URL path to file, read once at start. What is not in it does not exist: a request can only name a
 * key, so neither `..` nor a link nor a file that appears later can lead out of the folders that were chosen.
 */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { extname, join, sep } from 'node:path';

export interface StaticFile {
  readonly content: Buffer;
  readonly contentType: string;
  readonly etag: string;
}

export type StaticFiles = ReadonlyMap<string, StaticFile>;

export interface Served {
  /** Where it appears: begins and ends with a slash. */
  readonly prefix: string;
  readonly directory: string;
  /** Folders and files directly inside that are left out. */
  readonly without?: readonly string[];
  /** Real paths of files that are never served, wherever they lie: secrets. */
  readonly withheld?: ReadonlySet<string>;
}

/** A folder given by mistake (a home, a disk) shall not fill the memory. */
const MAX_TOTAL_BYTES = 256 * 1024 * 1024;

/** What pages are made of. Nothing else is served: a key, a log or a dump beside a page is there by accident. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.mjs', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.map', 'application/json; charset=utf-8'],
  ['.webmanifest', 'application/manifest+json; charset=utf-8'],
  ['.txt', 'text/plain; charset=utf-8'],
  ['.md', 'text/plain; charset=utf-8'],
  ['.ts', 'text/plain; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.jpg', 'image/jpeg'],
  ['.jpeg', 'image/jpeg'],
  ['.gif', 'image/gif'],
  ['.webp', 'image/webp'],
  ['.avif', 'image/avif'],
  ['.ico', 'image/x-icon'],
  ['.woff2', 'font/woff2'],
  ['.wasm', 'application/wasm'],
  ['.mp3', 'audio/mpeg'],
  ['.ogg', 'audio/ogg'],
  ['.wav', 'audio/wav'],
  ['.mp4', 'video/mp4'],
  ['.webm', 'video/webm'],
]);

/** Names that are never served: hidden ones hold secrets more often than pages. */
const isHidden = (name: string): boolean => name.startsWith('.') || name === 'node_modules';

function load(path: string, contentType: string): StaticFile {
  const content = readFileSync(path);
  const etag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
  return { content, contentType, etag };
}

/** A link is followed only to a file inside the folder: not out of it, and to no folder, so never in circles. */
function leadsToFileIn(root: string, path: string): boolean {
  try {
    return realpathSync(path).startsWith(root + sep) && statSync(path).isFile();
  } catch {
    return false;
  }
}

class Loader {
  readonly files = new Map<string, StaticFile>();
  readonly #withheld: ReadonlySet<string>;
  #totalBytes = 0;

  constructor(withheld: ReadonlySet<string>) {
    this.#withheld = withheld;
  }

  add(directory: string, prefix: string, root: string, without: readonly string[] = []): void {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const { name } = entry;
      if (isHidden(name) || without.includes(name)) continue;
      const path = join(directory, name);
      if (entry.isDirectory()) this.add(path, `${prefix}${name}/`, root);
      else if (entry.isFile() || leadsToFileIn(root, path)) this.#addFile(path, prefix, name);
    }
  }

  #addFile(path: string, prefix: string, name: string): void {
    const contentType = TYPES.get(extname(name).toLowerCase());
    if (contentType === undefined || this.#withheld.has(realpathSync(path))) return;
    this.#totalBytes += statSync(path).size;
    if (this.#totalBytes > MAX_TOTAL_BYTES) throw new Error('more than 256 MiB of files to serve');
    const file = load(path, contentType);
    this.files.set(`${prefix}${name}`, file);
    if (name === 'index.html') this.files.set(prefix, file);
  }
}

/** Reads every file of a page below a folder; throws where the folder cannot be read. */
export function loadStaticFiles({ prefix, directory, without, withheld }: Served): StaticFiles {
  const loader = new Loader(withheld ?? new Set());
  const root = realpathSync(directory);
  loader.add(root, prefix, root, without);
  return loader.files;
}

/** Of two files at one path the earlier one counts. */
export const mergeStaticFiles = (maps: readonly StaticFiles[]): StaticFiles =>
  new Map([...maps].reverse().flatMap((files) => [...files]));
