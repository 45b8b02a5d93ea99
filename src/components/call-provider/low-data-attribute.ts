/** Reads `low-data`: there it means yes, `off` no, and without it the browser is asked. */
export const lowDataAttribute = {
  fromAttribute: (text: string | null): boolean | undefined => (text === null ? undefined : text !== 'off'),
};
