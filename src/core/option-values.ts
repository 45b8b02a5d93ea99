/** What a word in an option means, however it is written. Pure. */

/** Without white space and capitals; anything but a word stays as it is. */
export const toPlain = (value: unknown): unknown =>
  typeof value === 'string' ? value.trim().toLowerCase() : value;

/** Whoever asks for privacy in words that nobody knows must not be given less than they asked for. */
export const isRelayOnly = (privacy: unknown): boolean =>
  !['', 'all'].includes(toPlain(privacy ?? '') as string);

/** Yes or no; what means neither stays as it is, so that it can be told. */
export const toSwitch = (value: unknown): unknown => {
  const word = String(toPlain(value));
  return /^(|true|on|yes|1)$/.test(word) || (!/^(false|off|no|0)$/.test(word) && value);
};
