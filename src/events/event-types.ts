/**
 * The types of every event, for the entries that register one element: with any of them, TypeScript knows what a page
 * can listen to on that element, on `document` and on `window`. Types only; the code of the events is elsewhere.
 */
export type * from './facts.js';
export type * from './requests.js';
