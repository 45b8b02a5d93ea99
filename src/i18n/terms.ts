/**
 * Every word a person can see or hear from a screen reader, by key. A locale translates all of them; a page overrides
 * any of them on its provider. Placeholders stand in braces: {name}, {count}, {seconds}.
 */
import type { devices } from './devices.js';
import type { en } from './en.js';

export type TermKey = keyof typeof en;
/** Those that only the elements for devices need; in English they come with these. */
export type DeviceTermKey = keyof typeof devices;
export type Terms = Readonly<Record<TermKey, string> & Partial<Record<DeviceTermKey, string>>>;
