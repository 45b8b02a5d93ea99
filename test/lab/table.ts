/** The results as a table: for a terminal, and for the page of the documents that shows the last one. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { seconds } from './oracle.js';
import type { Cast, Result, Row } from './row.js';

const DOCUMENT = fileURLToPath(new URL('../../docs/reliability.md', import.meta.url));
const [BEGIN, END] = ['<!-- the last table: npm run test:lab -- --write -->', '<!-- end of the table -->'];
const OUTCOMES = ['holds', 'not yet', 'skipped'] as const;
type Shown = Exclude<Cast, 'turned'>;
const TITLES: Readonly<Record<Shown, string>> = {
  chromium: 'Chromium',
  firefox: 'Firefox',
  across: 'Chromium and Firefox',
};
const CAST_NAMES = Object.keys(TITLES) as readonly Shown[];

export function line({ row: { id, fault, expected }, cast, outcome, seen, states, ms }: Result): string {
  const who = `${outcome.padEnd(8)} ${id.padEnd(4)} ${cast.padEnd(9)}`;
  const text = `${who} ${fault} | expected: ${expected} | seen: ${seen} | ${seconds(ms)}`;
  return states ? `${text}\n${states}` : text;
}

export function summary(results: readonly Result[]): string {
  const counts = OUTCOMES.map((wanted) => results.filter(({ outcome }) => outcome === wanted).length);
  return `${counts[0]} hold, ${counts[1]} not yet, ${counts[2]} skipped`;
}

const escaped = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const cellOf = ({ outcome, seen }: Result): string =>
  escaped(outcome === 'holds' ? seen : `**${outcome}**: ${seen}`);

/** What stands in the cells of a line of Markdown. */
const cellsOf = (line: string): readonly string[] =>
  line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((text) => text.trim());

const asLine = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** The line of a row: what was seen now, and where it was not played now what stands there. */
function lineOf(row: Row, former: readonly string[], results: readonly Result[]): string {
  const { id, fault, expected, onlyChromium } = row;
  const seen = CAST_NAMES.map((cast, at) => {
    if (cast === 'firefox' && onlyChromium !== undefined) return `– ${escaped(onlyChromium)}`;
    const now = results.find((result) => result.row === row && result.cast === cast);
    return now ? cellOf(now) : (former[at + 3] ?? '');
  });
  return asLine([id, escaped(fault), escaped(expected), ...seen]);
}

/** So many cells of a column hold, and so on. */
function countOf(lines: readonly string[], cast: Shown): string {
  const column = lines.map((line) => cellsOf(line)[CAST_NAMES.indexOf(cast) + 3] ?? '');
  const played = column.filter((cell) => cell !== '' && !cell.startsWith('–'));
  const [notYet = 0, skipped = 0] = OUTCOMES.slice(1).map(
    (outcome) => played.filter((cell) => cell.startsWith(`**${outcome}**`)).length,
  );
  const parts = [`${played.length - notYet - skipped} hold`, `${notYet} not yet`, `${skipped} skipped`];
  return `- ${TITLES[cast]}: ${parts.join(', ')}`;
}

/** Puts what was seen between the two marks of the page, in the order of `rows`. */
export async function write(results: readonly Result[], rows: readonly Row[]): Promise<void> {
  const text = readFileSync(DOCUMENT, 'utf8');
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${DOCUMENT} has no place for the table.`);
  const former = new Map(
    text
      .slice(from, to)
      .split('\n')
      .map((line) => [cellsOf(line)[0], cellsOf(line)]),
  );
  const lines = rows.map((row) => lineOf(row, former.get(row.id) ?? [], results));
  const head = ['#', 'fault', 'expected', ...CAST_NAMES.map((cast) => TITLES[cast])];
  const counts = CAST_NAMES.map((cast) => countOf(lines, cast)).join('\n');
  const table = [asLine(head), asLine(head.map(() => '---')), ...lines].join('\n');
  const next = `${text.slice(0, from)}${BEGIN}\n\n${counts}\n\n${table}\n\n${text.slice(to)}`;
  const options = await resolveConfig(DOCUMENT);
  writeFileSync(DOCUMENT, await format(next, { ...options, filepath: DOCUMENT }));
}
