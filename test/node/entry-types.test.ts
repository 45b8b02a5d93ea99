/**
 * Any entry that registers an element tells a strict TypeScript project all by itself which tag it has made and which
 * events can be heard. Each entry is compiled alone, because what one of them declares counts for the whole program.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import ts from 'typescript';
import * as facts from '../../src/events/facts.js';
import * as requests from '../../src/events/requests.js';

const tags = readdirSync('src/components').filter((name) => name.startsWith('call-'));
const eventClasses = Object.entries({ ...facts, ...requests }).map(([name, { type }]) => ({ name, type }));

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  // The package's declarations are checked; those of TypeScript itself are long, and not ours.
  skipDefaultLibCheck: true,
};

// The files of the compiler and of the package are the same for every entry, and are read once.
const host = ts.createCompilerHost(OPTIONS);
const parsed = new Map<string, ts.SourceFile | undefined>();
const fromDisk = host.getSourceFile.bind(host);

/** What the compiler says of `text`, written in a file of its own that only has the package. */
function complaints(text: string): readonly string[] {
  const page = resolve('a-page.ts');
  const program = ts.createProgram([page], OPTIONS, {
    ...host,
    fileExists: (file) => file === page || host.fileExists(file),
    getSourceFile: (file, languageVersion) => {
      if (file === page) return ts.createSourceFile(file, text, languageVersion);
      if (!parsed.has(file)) parsed.set(file, fromDisk(file, languageVersion));
      return parsed.get(file);
    },
  });
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    const where = file === undefined || file.fileName === page ? '' : `${file.fileName}: `;
    return where + ts.flattenDiagnosticMessageText(messageText, '\n');
  });
}

const same =
  'type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;';

const page = (entry: string): string => `
import 'call-elements/${entry}';
import type { ${eventClasses.map(({ name }) => name).join(', ')} } from 'call-elements/${entry}';
${same}
export const known: [
  ${eventClasses
    .flatMap(({ name, type }) =>
      ['HTMLElementEventMap', 'DocumentEventMap', 'WindowEventMap'].map(
        (map) => `Same<${map}['${type}'], ${name}>,`,
      ),
    )
    .join('\n  ')}
] = [${eventClasses.map(() => 'true, true, true').join(', ')}];
`;

const className = (tag: string): string =>
  tag.replace(/(?:^|-)([a-z])/g, (_all, letter: string) => letter.toUpperCase());

/** What a page does with an element that its only import has made. */
const use = (tag: string): string => `
import type { ${className(tag)} } from 'call-elements/components/${tag}';
const element: ${className(tag)} = document.createElement('${tag}');
element.addEventListener('call-incoming', ({ call }) => call.peer.name.trim());
element.addEventListener('call-dial-request', (event) => event.to.trim() || event.preventDefault());
`;

void describe('with one import, TypeScript knows', () => {
  void it('every element and every event, of call-elements/define', () => {
    const each = tags.map((tag) => `document.createElement('${tag}').updateComplete;`);
    assert.deepEqual(complaints(page('define') + each.join('\n')), []);
  });

  for (const tag of tags) {
    void it(`what <${tag}> is, and every event, of its own entry`, () => {
      assert.deepEqual(complaints(page(`components/${tag}`) + use(tag)), []);
    });
  }

  void it('nothing of an event that there is not', () => {
    const text = `${page('define')}\ndocument.addEventListener('call-nothing', ({ call }) => call);`;
    assert.deepEqual(complaints(text), ["Property 'call' does not exist on type 'Event'."]);
  });
});

void describe('the declarations', () => {
  void it('spell out nothing of the DOM that another version of TypeScript has otherwise', () => {
    for (const tag of tags) {
      const text = readFileSync(`dist/src/components/${tag}/${tag}.d.ts`, 'utf8');
      assert.doesNotMatch(text, /customElementRegistry/, tag);
    }
  });
});
