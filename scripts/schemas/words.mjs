/** What docs/protocol.md says of messages and fields, as plain text for descriptions. It knows no schema. */

/** @param {string} markdown */
const plain = (markdown) =>
  markdown
    .replace(/\[([^\]]+)\]\([^)]+\)/g, '$1')
    .replace(/[*`]|(?<!\w)_|_(?!\w)/g, '')
    .replace(/\\\|/g, '|')
    .replace(/\s+/g, ' ')
    .trim();

/**
 * @param {string} text the whole document
 * @returns {(type: string) => {about: string, fields: Readonly<Record<string, string>>}}
 */
export const readWords = (text) => (type) => {
  const [, section = ''] = text.split(`\n### \`${type}\`\n`);
  const [own = ''] = section.split(/\n#{2,4} /);
  const [about = ''] = own.trim().split('\n\n');
  const rows = [...own.matchAll(/^\|\s*`([^`]+)`\s*\|[^|]*\|((?:\\\||[^|])*)\|$/gm)];
  return {
    about: plain(about),
    fields: Object.fromEntries(rows.map(([, name = '', value = '']) => [name, plain(value)])),
  };
};
