/**
 * The documents against the code: what there is stands in them, what stands in them there is, and every link leads
 * somewhere.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, it } from 'node:test';
import { CONFORMANCE_OPTIONS } from '../../server/cli/conformance-command.js';
import { DEMO_OPTIONS, RELAY_OPTIONS } from '../../server/cli/options.js';
import { toRequest } from '../../src/components/call-provider/invoker-commands.js';
import { REQUEST_TYPES } from '../../src/components/call-provider/request-actions.js';
import { problemTitle } from '../../src/components/call-notice/notice-words.js';
import { FRAME_ALLOW } from '../../src/components/call-notice/page-limits.js';
import { fill } from '../../src/components/shared/terms-controller.js';
import { COLORS } from '../../src/components/shared/tokens.js';
import { CALL_TIMINGS } from '../../src/core/call/call-events.js';
import { CALL_ERROR_CODES, MEDIA_ERROR_CODES, PATH_ERROR_CODES } from '../../src/core/errors.js';
import * as facts from '../../src/events/facts.js';
import * as requests from '../../src/events/requests.js';
import { en } from '../../src/i18n/en.js';
import { paths } from '../../src/i18n/paths.js';
import { CAPABILITIES, CLOSE, ERROR_CODES, HANG_UP_REASONS } from '../../src/protocol/codes.js';
import type { Shape } from '../../src/protocol/decode.js';
import { DEFAULT_LIMITS } from '../../src/protocol/limits.js';
import { CLIENT_SHAPES, SERVER_SHAPES } from '../../src/protocol/messages.js';
import * as testing from '../../src/testing/index.js';
import { Document, codesOf, firstCodes, readText, rowsOf } from '../support/markdown.js';

const errors = new Document('docs/errors.md');
const protocol = new Document('docs/protocol.md');
const events = new Document('docs/events.md');
const elements = new Document('docs/elements.md');
const readme = new Document('README.md');
const all = ['.', 'docs'].flatMap((dir) =>
  readdirSync(dir)
    .filter((file) => file.endsWith('.md'))
    .map((file) => new Document(normalize(join(dir, file)))),
);

/** The same things, whatever their order, each once. */
const sameSet = (actual: readonly string[], expected: readonly string[]): void => {
  assert.deepEqual([...actual].sort(), [...expected].sort());
};

const SERVER_MESSAGES = 'Between a client and the server';
const PEER_MESSAGES = 'From one client to another';

void describe('docs/errors.md', () => {
  const closeCodes = Object.values(CLOSE).map(String);
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ['Errors of the controller', CALL_ERROR_CODES],
    ['Errors of the server', ERROR_CODES],
    ['Why a call ended', HANG_UP_REASONS],
    ['Why the connection closed', closeCodes],
  ];
  for (const [title, codes] of parts) {
    void it(`has every code of "${title}", and no other`, () => {
      sameSet(firstCodes(errors.section(title).text), codes);
    });

    void it(`says what happened, what is seen and what to do for each of "${title}"`, () => {
      for (const row of rowsOf(errors.section(title).text)) {
        assert.equal(row.length, 4, row[0]);
        assert.ok(
          row.every((cell) => cell !== ''),
          row[0],
        );
      }
    });
  }

  void it('quotes what call-notice says of every device error and of every connection', () => {
    const rows = errors.sections.flatMap(({ text }) => rowsOf(text));
    const codes = [...MEDIA_ERROR_CODES, ...PATH_ERROR_CODES, 'link-lost', 'link-refused'] as const;
    // Of what makes no sense the developer is told; a person sees it only where nothing else could be opened.
    for (const code of codes.filter((one) => one !== 'media-constraints')) {
      const [, , seen = ''] = rows.find(([name]) => name === `\`${code}\``) ?? [];
      const kinds = seen.includes('Before any call') ? (['video', 'audio'] as const) : (['video'] as const);
      const words = { ...en, ...paths };
      const t = (key: keyof typeof words, values = {}): string => fill(words[key], values);
      const problem = { code, kinds: code.startsWith('media') ? kinds : [], isTried: false };
      const title = problemTitle(t, problem, 'naomi');
      assert.ok(seen.includes(`"${title}"`), `${code}: ${seen}`);
    }
  });

  void it('names all that a frame must allow', () => {
    const frame = `<iframe allow="${FRAME_ALLOW}">`;
    assert.ok(errors.section('Camera and microphone').text.includes(frame));
    assert.ok(elements.section('A strict page').text.includes(frame));
  });
});

void describe('docs/protocol.md', () => {
  const shapes: readonly Readonly<Record<string, Shape>>[] = [CLIENT_SHAPES, SERVER_SHAPES];
  const types = [...new Set(shapes.flatMap((table) => Object.keys(table)))];

  const kindOf = (rule: Shape[string]): string => {
    if (typeof rule === 'function') return 'required';
    return 'lenient' in rule ? 'lenient' : 'optional';
  };

  /** How strictly a field is read, in either direction. */
  const kindsOf = (type: string, field: string): readonly string[] =>
    shapes.flatMap((table) => {
      const rule = table[type]?.[field];
      return rule ? [kindOf(rule)] : [];
    });

  void it('has a section for every message, and for nothing else', () => {
    sameSet([...protocol.titlesIn(SERVER_MESSAGES), ...protocol.titlesIn(PEER_MESSAGES)], types);
  });

  for (const type of types) {
    void it(`has every field of ${type}, and how strictly it is read`, () => {
      const rows = rowsOf(protocol.section(type).text);
      const fields = shapes.flatMap((table) => Object.keys(table[type] ?? {}));
      sameSet(firstCodes(protocol.section(type).text), [...new Set(fields)]);
      for (const [name = '', kind = ''] of rows) {
        const [field = ''] = codesOf(name);
        const said = /required|optional|lenient/.exec(kind)?.[0] ?? 'nothing';
        assert.ok(kindsOf(type, field).includes(said), `${field} is said to be ${said}`);
      }
    });
  }

  void it('says of every message who implements it', () => {
    sameSet(firstCodes(protocol.section('Who implements what today').text), types);
  });

  void it('has the limits and the timers with their values', () => {
    for (const [title, values] of [
      ['Limits', DEFAULT_LIMITS],
      ['Timers', CALL_TIMINGS],
    ] as const) {
      const said = rowsOf(protocol.section(title).text).map(([name = '', value]) => [
        codesOf(name)[0],
        value,
      ]);
      const expected = Object.entries(values).map(([name, value]) => [name, [value].flat().join(', ')]);
      assert.deepEqual(Object.fromEntries(said), Object.fromEntries(expected));
    }
  });

  void it('has every reason, code and capability', () => {
    sameSet(firstCodes(protocol.section('Reasons').text), HANG_UP_REASONS);
    sameSet(firstCodes(protocol.section('Error codes').text), ERROR_CODES);
    sameSet(firstCodes(protocol.section('Close codes').text), Object.values(CLOSE).map(String));
    sameSet(
      firstCodes(protocol.section('Finding out what the other side can do').text),
      Object.values(CAPABILITIES),
    );
  });
});

void describe('docs/conformance.md', () => {
  void it('has every option, and no other', () => {
    const { text } = new Document('docs/conformance.md');
    const named = [...text.matchAll(/(?<=[\s`])--([a-z][a-z-]*)/g)].map((match) => match[1] ?? '');
    sameSet(
      [...new Set(named)],
      Object.keys(CONFORMANCE_OPTIONS).filter((name) => name !== 'help'),
    );
  });
});

void describe('docs/events.md', () => {
  /** Event types and the classes that carry them, as the table names them. */
  const classesOf = (module: object): readonly string[] =>
    Object.entries(module).map(([name, one]) => `${(one as { readonly type: string }).type} ${name}`);

  const tableOf = (title: string): readonly string[] =>
    rowsOf(events.section(title).text).map((cells) => cells.slice(0, 2).flatMap(codesOf).join(' '));

  void it('has every request, and no other', () => {
    sameSet(tableOf('Requests'), classesOf(requests));
    sameSet(firstCodes(events.section('Requests').text), REQUEST_TYPES);
  });

  void it('has every fact, and no other', () => {
    sameSet(tableOf('Facts'), classesOf(facts));
  });

  void it('has every command of a plain button with the request it becomes', () => {
    const commands = readText('src/components/call-provider/invoker-commands.ts').match(
      /(?<=^ {2}')--[a-z-]+/gm,
    );
    const rows = rowsOf(events.section('Commands from plain buttons').text);
    sameSet(
      rows.flatMap(([command = '']) => codesOf(command)),
      commands ?? [],
    );
    for (const [command = '', request = ''] of rows) {
      const [name = ''] = codesOf(command);
      assert.deepEqual([toRequest(name, testing.EMPTY_SNAPSHOT, 'naomi')?.type], codesOf(request), name);
    }
  });
});

interface Named {
  readonly name: string;
  readonly inheritedFrom?: unknown;
}

interface ElementEntry {
  readonly tagName: string;
  readonly attributes?: readonly Named[];
  readonly members?: readonly (Named & { readonly static?: boolean })[];
  readonly slots?: readonly Named[];
  readonly cssParts?: readonly Named[];
  readonly cssStates?: readonly Named[];
  readonly cssProperties?: readonly Named[];
  readonly events?: readonly Named[];
}

interface Manifest {
  readonly modules: readonly {
    readonly declarations?: readonly (ElementEntry & { customElement?: boolean })[];
  }[];
}

/** What comes from an element above is described there. */
const namesOf = (list: readonly Named[] = []): readonly string[] =>
  list.filter(({ inheritedFrom }) => inheritedFrom === undefined).map(({ name }) => name);

const manifest = (JSON.parse(readText('custom-elements.json')) as Manifest).modules.flatMap(
  ({ declarations = [] }) => declarations.filter(({ customElement }) => customElement),
);

void describe('docs/elements.md', () => {
  /** What one of the lists below an element's table says, such as its parts. */
  const listed = (tag: string, what: string): readonly string[] => {
    const item = new RegExp(`\\n- \\*\\*${what}\\*\\*: ([\\s\\S]*?)(?=\\n- |\\n\\n|\\n*$)`);
    return codesOf(item.exec(elements.section(tag).text)?.[1] ?? '');
  };

  void it('has a section for every element, and for no other', () => {
    const tags = readdirSync('src/components').filter((name) => name.startsWith('call-'));
    sameSet(tags, namesOf(manifest.map(({ tagName }) => ({ name: tagName }))));
    sameSet(
      elements.sections.map(({ title }) => title).filter((title) => title.startsWith('call-')),
      tags,
    );
  });

  for (const element of manifest) {
    const tag = element.tagName;

    void it(`has every attribute and property of ${tag}, and no other`, () => {
      const [section = ''] = elements.section(tag).text.split('\n### ');
      const rows = rowsOf(section);
      const properties = (element.members ?? []).filter((member) => !member.static);
      sameSet(
        rows.flatMap(([attribute = '']) => codesOf(attribute)),
        namesOf(element.attributes),
      );
      sameSet(
        rows.flatMap(([, property = '']) => codesOf(property)),
        namesOf(properties),
      );
    });

    void it(`has the parts, tokens and events of ${tag}, and no others`, () => {
      sameSet(listed(tag, 'Parts'), namesOf(element.cssParts));
      sameSet(listed(tag, 'Tokens'), namesOf(element.cssProperties));
      sameSet(listed(tag, 'Fires'), namesOf(element.events));
    });

    void it(`has the slots and states of ${tag}`, () => {
      const slots = listed(tag, 'Slots');
      const states = listed(tag, 'States');
      const named = namesOf(element.slots).filter((name) => name !== '');
      assert.deepEqual(
        named.filter((name) => !slots.includes(name)),
        [],
      );
      assert.deepEqual(
        namesOf(element.cssStates).filter((name) => !states.includes(name)),
        [],
      );
    });
  }

  void it('has every token with its colours, and no other', () => {
    const sources = readdirSync('src/components', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => readText(`src/components/${file}`))
      .join('\n');
    const read = [...sources.matchAll(/var\((--call-[a-z-]*[a-z])\b/g)].map((match) => match[1] ?? '');
    const colours = Object.keys(COLORS).map((name) => `--call-${name}`);
    const { text } = elements.section('Tokens');
    sameSet(firstCodes(text), [...new Set([...read, ...colours])]);
    const said = rowsOf(text).flatMap(([name = '', ...values]) => [
      [name, ...values.slice(0, 2)].flatMap(codesOf),
    ]);
    for (const [name, pair] of Object.entries(COLORS)) {
      assert.deepEqual(
        said.find(([token]) => token === `--call-${name}`),
        [`--call-${name}`, ...pair],
      );
    }
  });
});

void describe('docs/testing.md', () => {
  const { text } = new Document('docs/testing.md').section('An element in every state');

  void it('has every export of call-elements/testing, and no other', () => {
    sameSet(firstCodes(text), Object.keys(testing));
  });

  void it('has every scene', () => {
    const row = rowsOf(text).find(([name]) => name === '`scenes`');
    sameSet(codesOf(row?.[1] ?? ''), Object.keys(testing.scenes));
  });
});

void describe('README.md', () => {
  void it('begins with ten lines that use only elements there are', () => {
    const [, page = ''] = /<!-- snippet: ten-lines -->\s+```html\n([\s\S]*?)\n```/.exec(readme.text) ?? [];
    assert.equal(page.split('\n').length, 10);
    const tags = [...page.matchAll(/<(call-[a-z-]+)/g)].map((match) => match[1] ?? '');
    assert.ok(tags.includes('call-provider'));
    const known = manifest.map(({ tagName }) => tagName);
    assert.deepEqual(
      tags.filter((tag) => !known.includes(tag)),
      [],
    );
  });

  void it('names every element', () => {
    const known = manifest.map(({ tagName }) => tagName);
    sameSet(firstCodes(readme.section('The elements').text), known);
  });

  void it('names every entry of the package', () => {
    const { exports } = JSON.parse(readText('package.json')) as { readonly exports: Record<string, unknown> };
    const entries = Object.keys(exports).filter((entry) => entry !== './package.json');
    const said = firstCodes(readme.section('In a project').text).map((name) =>
      name.replace('call-elements', '.').replace(/(?<=components\/).*/, '*'),
    );
    sameSet(said, entries);
  });
});

void describe('every document', () => {
  const OPTIONS: Readonly<Record<string, object>> = {
    relay: RELAY_OPTIONS,
    demo: DEMO_OPTIONS,
    conformance: CONFORMANCE_OPTIONS,
  };
  const { scripts } = JSON.parse(readText('package.json')) as { readonly scripts: Record<string, string> };
  const GLOBAL_ATTRIBUTES = ['id', 'class', 'slot', 'lang', 'dir', 'hidden'];

  for (const document of all) {
    void it(`${document.path} has no link that leads nowhere`, () => {
      for (const link of document.links.filter((one) => !/^(https?|mailto):/.test(one))) {
        const [path = '', anchor] = link.split('#');
        const target = path === '' ? document.path : normalize(join(dirname(document.path), path));
        assert.ok(existsSync(target), link);
        if (anchor) assert.ok(new Document(target).anchors.has(anchor), link);
      }
    });

    void it(`${document.path} names only commands there are`, () => {
      const named = [...document.text.matchAll(/\bnpm (?:run ([a-z0-9:-]+)|(start|test)\b)/g)];
      assert.deepEqual(
        named.map((match) => match[1] ?? match[2] ?? '').filter((name) => !Object.hasOwn(scripts, name)),
        [],
      );
      for (const [, command, words = ''] of document.text.matchAll(
        /call-elements (relay|demo|conformance)\b([^\n`]*)/g,
      )) {
        const options = OPTIONS[command ?? ''] ?? {};
        const flags = (words.match(/--[a-z-]+/g) ?? []).map((flag) => flag.slice(2));
        assert.deepEqual(
          flags.filter((flag) => !Object.hasOwn(options, flag)),
          [],
        );
      }
    });

    void it(`${document.path} writes elements with attributes they have`, () => {
      for (const [, tag, attributes = ''] of document.text.matchAll(/<(call-[a-z-]+)((?:\s+[^<>]*)?)>/g)) {
        const element = manifest.find(({ tagName }) => tagName === tag);
        const known = [...(element?.attributes ?? []).map(({ name }) => name), ...GLOBAL_ATTRIBUTES];
        const used = attributes.replace(/=("[^"]*"|'[^']*')/g, '').match(/[a-z-]+/g) ?? [];
        assert.deepEqual(
          used.filter((name) => !known.includes(name)),
          [],
          `${String(tag)} in ${document.path}`,
        );
      }
    });
  }
});
