/**
 * Which languages there are and how each is fetched: English is inside, the others are modules of their own that are
 * loaded when an element first needs one. A page can add its own. It knows no element.
 */
import { en } from './en.js';
import type { Terms } from './terms.js';

type Loader = () => Promise<Partial<Terms>>;

const loaders = new Map<string, Loader>([
  ['ru', async () => (await import('./ru.js')).terms],
  ['zh', async () => (await import('./zh-cn.js')).terms],
  ['ar', async () => (await import('./ar.js')).terms],
]);
const loaded = new Map<string, Terms>([['en', en]]);
const pending = new Map<string, Promise<unknown>>();

/** Adds or replaces a language for elements that are created later; keys it leaves out stay English. */
export function registerLocale(lang: string, load: Loader): void {
  loaders.set(lang.toLowerCase(), load);
  loaded.delete(lang.toLowerCase());
  pending.delete(lang.toLowerCase());
}

/** The key under which `lang`, or its first part, is known: `zh-Hans-CN` is served by `zh`. */
function localeFor(lang: string): string {
  const parts = lang.toLowerCase().split('-');
  for (; parts.length > 0; parts.pop()) {
    const key = parts.join('-');
    if (loaders.has(key) || loaded.has(key)) return key;
  }
  return 'en';
}

/** The terms for `lang`: those that are here now, English until then. `onLoad` runs once when its own arrive. */
export function termsFor(lang: string, onLoad: () => void): Terms {
  const key = localeFor(lang);
  const known = loaded.get(key);
  if (known) return known;
  if (!pending.has(key)) pending.set(key, fetchLocale(key));
  void pending.get(key)?.then(onLoad);
  return en;
}

/** A language that cannot be fetched is English from then on: words in another language beat none. */
async function fetchLocale(key: string): Promise<void> {
  const terms = await loaders
    .get(key)?.()
    .catch(() => undefined);
  loaded.set(key, { ...en, ...terms });
}
