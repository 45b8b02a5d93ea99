/** Reads the project's documents for tests: headings, tables, links and code. It knows no document in particular. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Section {
  readonly level: number;
  /** Without markup: "`call-app`" is call-app. */
  readonly title: string;
  /** Up to the next heading of the same or a higher level. */
  readonly text: string;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export const readText = (path: string): string => readFileSync(ROOT + path, 'utf8');

/** Code blocks hold examples: a heading or a link in them is none. */
const withoutFences = (text: string): string =>
  text.replace(/^```[\s\S]*?^```$/gm, (block) => block.replace(/[^\n]/g, ''));

const plain = (heading: string): string => heading.replace(/[`*]/g, '').trim();

export class Document {
  readonly path: string;
  readonly text: string;
  readonly sections: readonly Section[];

  constructor(path: string) {
    this.path = path;
    this.text = readText(path);
    this.sections = readSections(withoutFences(this.text));
  }

  section(title: string): Section {
    const found = this.sections.find((one) => one.title === title);
    if (!found) throw new Error(`${this.path} has no section "${title}"`);
    return found;
  }

  /** The titles of the sections directly below one. */
  titlesIn(title: string): readonly string[] {
    const start = this.sections.indexOf(this.section(title));
    const { level } = this.section(title);
    const after = this.sections.slice(start + 1);
    const end = after.findIndex((one) => one.level <= level);
    return after
      .slice(0, end < 0 ? undefined : end)
      .filter((one) => one.level === level + 1)
      .map((one) => one.title);
  }

  /** The code block that a comment before it names: `<!-- snippet: name -->`. */
  snippet(name: string): string {
    const mark = `<!-- snippet: ${name} -->`;
    const [, after] = this.text.split(mark);
    const [, code] = /^\s*```\w+\n([\s\S]*?)^```/m.exec(after ?? '') ?? [];
    if (code === undefined) throw new Error(`${this.path} has no snippet "${name}"`);
    return code;
  }

  get anchors(): ReadonlySet<string> {
    return new Set(this.sections.map(({ title }) => slug(title)));
  }

  get links(): readonly string[] {
    const prose = withoutFences(this.text).replace(/`[^`\n]*`/g, '');
    return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
  }
}

function readSections(text: string): Section[] {
  const headings = [...text.matchAll(/^(#{1,6}) (.+)$/gm)];
  return headings.map((heading, at) => {
    const level = (heading[1] ?? '').length;
    const next = headings.slice(at + 1).find((one) => (one[1] ?? '').length <= level);
    const from = heading.index + heading[0].length;
    return { level, title: plain(heading[2] ?? ''), text: text.slice(from, next?.index) };
  });
}

/** As GitHub makes anchors of headings. */
export const slug = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replace(/ /g, '-');

/** The cells of every table row in a text, without heads and rules. */
export function rowsOf(text: string): readonly (readonly string[])[] {
  const tables = text.match(/(?:^\|.*\|$\n?)+/gm) ?? [];
  return tables.flatMap((table) =>
    table
      .trim()
      .split('\n')
      .slice(2)
      .map((row) =>
        row
          .slice(1, -1)
          .split(/(?<!\\)\|/)
          .map((cell) => cell.trim()),
      ),
  );
}

/** The pieces of code in a text: what stands between backticks. */
export const codesOf = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '');

/** What the first column of every table row names, in order. */
export const firstCodes = (text: string): readonly string[] =>
  rowsOf(text).flatMap(([cell = '']) => codesOf(cell));
