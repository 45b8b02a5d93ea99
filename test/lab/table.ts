/** The results as a table: for a terminal, and for the page of the documents that shows the last one. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import type { Result } from './row.js';
import { seconds } from './oracle.js';

const DOCUMENT = fileURLToPath(new URL('../../docs/reliability.md', import.meta.url));
const [BEGIN, END] = ['<!-- the last table: npm run test:lab -- --write -->', '<!-- end of the table -->'];

export const line = ({ id, fault, expected, outcome, seen, ms }: Result): string =>
  `${outcome.padEnd(8)} ${id.padEnd(4)} ${fault} | expected: ${expected} | seen: ${seen} | ${seconds(ms)}`;

export function summary(results: readonly Result[]): string {
  const count = (outcome: Result['outcome']): number =>
    results.filter((one) => one.outcome === outcome).length;
  return `${count('holds')} hold, ${count('not yet')} not yet, ${count('skipped')} skipped`;
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const HEAD = ['#', 'fault', 'expected', 'seen', 'time'];

const asLine = ({ id, fault, expected, outcome, seen, ms }: Result): string => {
  const cells = [id, fault, expected, outcome === 'holds' ? seen : `**${outcome}**: ${seen}`, seconds(ms)];
  return `| ${cells.map(cell).join(' | ')} |`;
};

const idOf = (row: string): string => /^\| (\S+) /.exec(row)?.[1] ?? '';

/** Puts the rows between the two marks of the page, in the order of `ids`; a row that was not played keeps its line. */
export async function write(results: readonly Result[], ids: readonly string[]): Promise<void> {
  const text = readFileSync(DOCUMENT, 'utf8');
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${DOCUMENT} has no place for the table.`);
  const former = text.slice(from, to).split('\n');
  const lines = new Map([...former, ...results.map(asLine)].map((row) => [idOf(row), row]));
  const rows = ids.flatMap((id) => lines.get(id) ?? []);
  const count = (outcome: string): number => rows.filter((row) => row.includes(`| **${outcome}**`)).length;
  const [notYet, skipped] = [count('not yet'), count('skipped')];
  const said = `${rows.length - notYet - skipped} hold, ${notYet} not yet, ${skipped} skipped.`;
  const table = [`| ${HEAD.join(' | ')} |`, `| ${HEAD.map(() => '---').join(' | ')} |`, ...rows].join('\n');
  const next = `${text.slice(0, from)}${BEGIN}\n\n${said}\n\n${table}\n\n${text.slice(to)}`;
  const options = await resolveConfig(DOCUMENT);
  writeFileSync(DOCUMENT, await format(next, { ...options, filepath: DOCUMENT }));
}
