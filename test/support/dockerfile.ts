/** Reads a Dockerfile into stages of instructions, for tests that hold it to rules. */

export interface Instruction {
  readonly name: string;
  /** One line, whatever number it was written on. */
  readonly text: string;
}

export interface Stage {
  readonly base: string;
  readonly alias: string | undefined;
  readonly instructions: readonly Instruction[];
}

export function readDockerfile(text: string): readonly Stage[] {
  const lines = text
    .split('\n')
    .filter((line) => !/^\s*(#|$)/.test(line))
    .join('\n')
    .replace(/\\\n\s*/g, '')
    .split('\n');
  const stages: { base: string; alias: string | undefined; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const [, name = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (name === '') throw new Error(`no instruction: ${line}`);
    if (name === 'FROM') {
      const [base = '', , alias] = rest.split(/\s+/);
      stages.push({ base, alias, instructions: [] });
    } else {
      const stage = stages.at(-1);
      if (!stage) throw new Error(`${name} stands before FROM`);
      stage.instructions.push({ name, text: rest });
    }
  }
  return stages;
}

/** The words of an instruction in its exec form; throws where it is a line for a shell. */
export const execWords = ({ text }: Instruction): readonly string[] =>
  JSON.parse(text.slice(text.indexOf('['))) as readonly string[];
