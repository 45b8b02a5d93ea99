/**
 * Puts a line among its like, in order. Lines are alike when they name a file of an element; the provider's
 * stays first, because elements look for it as they are defined.
 */

const elementLine = /'\.\/components\/(call-[a-z0-9-]+)\//;

/** @param {string} line @returns {string | undefined} the tag it is about */
const tagOf = (line) => elementLine.exec(line)?.[1];

/**
 * @param {string} text a file
 * @param {string} line
 * @returns {string | undefined} the file with the line, or nothing when it has no such lines to go by
 */
export function addSorted(text, line) {
  const lines = text.split('\n');
  const alike = lines.flatMap((one, index) => (tagOf(one) ? [index] : []));
  if (alike.length === 0) return undefined;
  const tag = String(tagOf(line));
  const comesAfter = (/** @type {number} */ index) => {
    const other = String(tagOf(String(lines[index])));
    return other !== 'call-provider' && other > tag;
  };
  const at = alike.find(comesAfter) ?? Number(alike.at(-1)) + 1;
  return [...lines.slice(0, at), line, ...lines.slice(at)].join('\n');
}
