/** Reads Prometheus' text format strictly, so that a test finds what a scrape would stumble over. */

export interface ExposedSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Exposed {
  readonly types: ReadonlyMap<string, string>;
  readonly samples: readonly ExposedSample[];
  /** The value of the one sample with this name and these labels. */
  value(name: string, labels?: Readonly<Record<string, string>>): number;
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/;
const PAIR = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)/;

function readLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (let rest = text; rest !== '';) {
    const [whole = '', name = '', value = ''] = PAIR.exec(rest) ?? [];
    if (whole === '') throw new Error(`no label: ${rest}`);
    if (Object.hasOwn(labels, name)) throw new Error(`the label ${name} stands twice`);
    labels[name] = value.replace(/\\(.)/g, (_, one: string) => (one === 'n' ? '\n' : one));
    rest = rest.slice(whole.length);
  }
  return labels;
}

function readSample(line: string): ExposedSample {
  const [, name, labels = '', number = ''] = SAMPLE.exec(line) ?? [];
  const value = Number(number);
  if (name === undefined || number === '' || Number.isNaN(value)) throw new Error(`no sample: ${line}`);
  return { name, labels: readLabels(labels), value };
}

/** Reads a `# HELP` or `# TYPE` line into the map of those seen so far. */
function declare(line: string, seen: Map<string, string>): string {
  const [, kind, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
  if (kind === undefined || !NAME.test(name)) throw new Error(`no declaration: ${line}`);
  if (seen.has(`${kind} ${name}`)) throw new Error(`${kind} of ${name} stands twice`);
  seen.set(`${kind} ${name}`, rest);
  return name;
}

export function readExposition(text: string): Exposed {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const declared = new Map<string, string>();
  const samples: ExposedSample[] = [];
  const series = new Set<string>();
  let family = '';
  for (const line of text.slice(0, -1).split('\n')) {
    if (line.startsWith('#')) {
      family = declare(line, declared);
      continue;
    }
    const sample = readSample(line);
    if (sample.name !== family) throw new Error(`${sample.name} stands below ${family}`);
    const key = JSON.stringify([sample.name, sample.labels]);
    if (series.has(key)) throw new Error(`${key} stands twice`);
    series.add(key);
    samples.push(sample);
  }
  const types = new Map(
    [...declared].flatMap(([key, type]) => (key.startsWith('TYPE ') ? [[key.slice(5), type] as const] : [])),
  );
  return {
    types,
    samples,
    value(name, labels = {}) {
      const found = samples.find(
        (one) => one.name === name && JSON.stringify(one.labels) === JSON.stringify(labels),
      );
      if (!found) throw new Error(`there is no ${name} ${JSON.stringify(labels)}`);
      return found.value;
    },
  };
}
