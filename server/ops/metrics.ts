/**
 * Numbers as Prometheus reads them (text format 0.0.4): counters that go up, and gauges that are asked when somebody
 * looks. It knows no relay. Values of labels come from lists of the program, so that there are few of them.
 */

export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  readonly value: number;
  readonly labels?: Labels;
}

interface Family {
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  readonly read: () => readonly Sample[];
}

const escapeHelp = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
const escapeLabel = (text: string): string => escapeHelp(text).replaceAll('"', '\\"');

function line(name: string, { value, labels = {} }: Sample): string {
  const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escapeLabel(text)}"`);
  return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${String(value)}`;
}

/** One number for each value of one label. */
export class Counter {
  readonly #label: string | undefined;
  readonly #counts = new Map<string, number>();

  /** All values are there from the start, at zero: a rate of what has never happened is zero, not unknown. */
  constructor(label?: string, values: readonly string[] = ['']) {
    this.#label = label;
    for (const value of values) this.#counts.set(value, 0);
  }

  add(amount = 1, value = ''): void {
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + amount);
  }

  has(value: string): boolean {
    return this.#counts.has(value);
  }

  samples(): readonly Sample[] {
    return [...this.#counts].map(([value, count]) =>
      this.#label === undefined ? { value: count } : { value: count, labels: { [this.#label]: value } },
    );
  }
}

export class Metrics {
  readonly #families: Family[] = [];

  counter(name: string, help: string, label?: string, values?: readonly string[]): Counter {
    const counter = new Counter(label, values);
    this.#families.push({ name, help, type: 'counter', read: () => counter.samples() });
    return counter;
  }

  gauge(name: string, help: string, read: () => number | readonly Sample[]): void {
    const samples = (): readonly Sample[] => {
      const now = read();
      return typeof now === 'number' ? [{ value: now }] : now;
    };
    this.#families.push({ name, help, type: 'gauge', read: samples });
  }

  /** A counter that somebody else keeps. */
  total(name: string, help: string, read: () => number): void {
    this.#families.push({ name, help, type: 'counter', read: () => [{ value: read() }] });
  }

  /** All of it, as a scrape is answered. */
  expose(): string {
    return this.#families
      .flatMap(({ name, help, type, read }) => [
        `# HELP ${name} ${escapeHelp(help)}`,
        `# TYPE ${name} ${type}`,
        ...read().map((sample) => line(name, sample)),
      ])
      .concat('')
      .join('\n');
  }
}
