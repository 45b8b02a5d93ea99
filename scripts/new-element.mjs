/**
 * `npm run new-element call-x`: writes the four files of an element in the house pattern and adds it to
 * define.ts and index.ts. It never overwrites anything.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root } from './lib/files.mjs';
import { addSorted } from './new-element/add-sorted.mjs';
import { classOf, templates } from './new-element/templates.mjs';

/** @param {string[]} args @returns {string | undefined} what is wrong with them */
function complaint(args) {
  const [tag, ...rest] = args;
  if (!tag || rest.length > 0) return 'Name one element: npm run new-element call-something';
  if (!/^call(-[a-z][a-z0-9]*)+$/.test(tag)) {
    return `"${tag}" is no name for an element here: it starts with call- and has small letters, digits and single hyphens.`;
  }
  if (existsSync(join(root, 'src/components', tag))) return `There is a src/components/${tag} already.`;
  return undefined;
}

/** Where lines break depends on how long the tag is, so the formatter decides. @param {string} tag */
async function writeFiles(tag) {
  const dir = join('src/components', tag);
  mkdirSync(join(root, dir), { recursive: true });
  for (const [ending, text] of Object.entries(templates(tag))) {
    const file = join(dir, `${tag}${ending}`);
    const style = await resolveConfig(join(root, file));
    writeFileSync(join(root, file), await format(text, { ...style, filepath: file }));
    console.log(`wrote ${file}`);
  }
}

/** @param {string} file @param {string} line */
function addLine(file, line) {
  const path = join(root, file);
  const added = existsSync(path) ? addSorted(readFileSync(path, 'utf8'), line) : undefined;
  if (added === undefined) {
    console.log(`add this to ${file}: ${line}`);
    return;
  }
  writeFileSync(path, added);
  console.log(`added to ${file}: ${line}`);
}

const args = process.argv.slice(2);
const wrong = complaint(args);
if (wrong) {
  console.error(wrong);
  process.exitCode = 2;
} else {
  const tag = String(args[0]);
  await writeFiles(tag);
  addLine('src/define.ts', `import './components/${tag}/${tag}.define.js';`);
  addLine('src/index.ts', `export { ${classOf(tag)} } from './components/${tag}/${tag}.js';`);
  console.log(
    'Register it in the script-tag file too: in src/script/script.ts, or in a file that is fetched later.',
  );
  console.log('Next: say in the class comment what it is for, then npm run manifest; give it a section in');
  console.log('docs/elements.md and a row in the README (a test wants both); then npm run verify.');
}
