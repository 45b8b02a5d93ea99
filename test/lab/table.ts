/** The results as a table: for a terminal, and for the page of the documents that shows the last one. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
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

export function markdown(results: readonly Result[]): string {
  const rows = results.map(({ id, fault, expected, outcome, seen, ms }) =>
    [id, fault, expected, outcome === 'holds' ? seen : `**${outcome}**: ${seen}`, seconds(ms)].map(cell),
  );
  const head = ['#', 'fault', 'expected', 'seen', 'time'];
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `${summary(results)}.\n\n${lines.join('\n')}`;
}

/** Puts the table between its two marks. */
export function write(table: string): void {
  const text = readFileSync(DOCUMENT, 'utf8');
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${DOCUMENT} has no place for the table.`);
  writeFileSync(DOCUMENT, `${text.slice(0, from)}${BEGIN}\n\n${table}\n\n${text.slice(to)}`);
}
