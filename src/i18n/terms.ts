/**
 * Every word a person can see or hear from a screen reader, by key. A locale translates all of them; a page overrides
 * any of them on its provider. Placeholders stand in braces: {name}, {count}, {seconds}.
 */
import type { en } from './en.js';

export type TermKey = keyof typeof en;
export type Terms = Readonly<Record<TermKey, string>>;
