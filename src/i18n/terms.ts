/**
 * Every word a person can see or hear from a screen reader, by key. A locale translates all of them; a page overrides
 * any of them on its provider. Placeholders stand in braces: {name}, {count}, {seconds}.
 */
import type { devices } from './devices.js';
import type { en } from './en.js';
import type { paths } from './paths.js';
import type { quality } from './quality.js';

export type TermKey = keyof typeof en;
/** Those that only the elements for devices need; in English they come with these. */
export type DeviceTermKey = keyof typeof devices;
/** Those that only the element for the quality of a call needs; in English they come with it. */
export type QualityTermKey = keyof typeof quality;
/** Those that only the element for what went wrong needs, of a call without a path; in English they come with it. */
export type PathTermKey = keyof typeof paths;
export type LaterTermKey = DeviceTermKey | QualityTermKey | PathTermKey;
export type Terms = Readonly<Record<TermKey, string> & Partial<Record<LaterTermKey, string>>>;
