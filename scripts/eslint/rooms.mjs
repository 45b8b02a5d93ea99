/**
 * The direction of imports, as a lint rule: which room of the house may use which. The TypeScript
 * references say the same more coarsely; this names the offending line and the law it breaks.
 */
import { dirname, relative, resolve, sep } from 'node:path';
import { root } from '../lib/files.mjs';

/**
 * @typedef {{name: string, path: RegExp, uses: string[], packages: (string | RegExp)[]}} Room
 * A file belongs to the first room whose path matches; `uses` names rooms besides its own.
 */

const lit = [/^lit(\/|$)/, '@lit/context'];

/** @type {Room[]} */
export const rooms = [
  { name: 'protocol', path: /^src\/protocol\//, uses: [], packages: [] },
  { name: 'core', path: /^src\/core\//, uses: ['protocol'], packages: [] },
  // What a page knows of its devices, which elements may use: they choose, show and try them without a call.
  {
    name: 'browser/devices',
    path: /^src\/browser\/devices\//,
    uses: ['browser', 'core', 'protocol'],
    packages: [],
  },
  {
    name: 'browser/create-controller',
    path: /^src\/browser\/create-controller\./,
    uses: ['browser', 'browser/devices', 'core', 'protocol'],
    packages: [],
  },
  {
    name: 'browser/deferred-controller',
    path: /^src\/browser\/deferred-controller\./,
    uses: ['browser', 'browser/create-controller', 'core', 'protocol'],
    packages: [],
  },
  {
    name: 'browser/start-alerts',
    path: /^src\/browser\/start-alerts\./,
    uses: ['browser', 'core', 'protocol'],
    packages: [],
  },
  {
    name: 'browser',
    path: /^src\/browser\//,
    uses: ['core', 'protocol', 'browser/create-controller', 'browser/devices', 'browser/start-alerts'],
    packages: [],
  },
  { name: 'events', path: /^src\/events\//, uses: ['core', 'protocol'], packages: [] },
  { name: 'context', path: /^src\/context\//, uses: ['events', 'core', 'protocol', 'i18n'], packages: lit },
  { name: 'i18n', path: /^src\/i18n\//, uses: [], packages: lit },
  {
    name: 'components/shared',
    path: /^src\/components\/shared\//,
    uses: ['context', 'events', 'core', 'i18n', 'browser/devices'],
    packages: lit,
  },
  {
    name: 'call-provider',
    path: /^src\/components\/call-provider\//,
    uses: [
      'context',
      'events',
      'core',
      'i18n',
      'components/shared',
      'browser/deferred-controller',
      'browser/devices',
      'browser/start-alerts',
    ],
    packages: lit,
  },
  {
    name: 'components',
    path: /^src\/components\//,
    uses: ['context', 'events', 'core', 'protocol', 'i18n', 'components/shared', 'browser/devices'],
    packages: lit,
  },
  {
    name: 'testing',
    path: /^src\/testing\//,
    uses: ['context', 'events', 'core', 'protocol', 'i18n', 'browser', 'browser/create-controller'],
    packages: lit,
  },
  {
    name: 'entry',
    path: /^src\/([^/]+|script\/[^/]+)$/,
    uses: [
      ...['context', 'events', 'core', 'protocol', 'i18n', 'components', 'components/shared'],
      ...['call-provider', 'browser/create-controller', 'browser/start-alerts'],
    ],
    packages: lit,
  },
  // The relay's mind is pure: no network, no Node, whatever it needs of them comes in as a port.
  {
    name: 'server/hub',
    path: /^server\/hub[/.]/,
    uses: ['protocol', 'server/limits', 'server/identity'],
    packages: [],
  },
  {
    name: 'server/limits',
    path: /^server\/limits\./,
    uses: ['protocol', 'server/hub', 'server/identity'],
    packages: [],
  },
  { name: 'server/identity', path: /^server\/auth\/identity\./, uses: ['protocol'], packages: [] },
  {
    name: 'server',
    path: /^server\//,
    uses: ['protocol', 'server/hub', 'server/limits', 'server/identity'],
    packages: [/.*/],
  },
  { name: 'demo', path: /^demo\//, uses: [], packages: [/^\/?call-elements(\/|\.js$|$)/] },
];

/** An element that is a provider with a face of its own extends the provider: the one exception. */
const faces = new Set(['call-app']);

const freeFiles = /\.(test|contract)\.ts$/;
const element = /^src\/components\/(?!shared\/)([^/]+)\//;

/** @param {string} file @returns {Room | undefined} */
export const roomOf = (file) => rooms.find((room) => room.path.test(file));

/**
 * Two elements share behaviour through `components/shared`, never by reaching into each other. A
 * registration may pull in another one: an element that renders a second tag has to define it.
 * @param {string} from @param {string} to
 */
function crossesElements(from, to) {
  const bothDefine = /\.define\.(ts|js)$/.test(from) && /\.define\.(ts|js)$/.test(to);
  const [a, b] = [element.exec(from)?.[1], element.exec(to)?.[1]];
  const isFace = a !== undefined && faces.has(a) && b === 'call-provider';
  return a !== undefined && b !== undefined && a !== b && !bothDefine && !isFace;
}

/**
 * @param {string} file the importing file, from the project's root
 * @param {string} specifier what it imports
 * @returns {string | undefined} the law it breaks
 */
export function broken(file, specifier) {
  const room = roomOf(file);
  if (!room || freeFiles.test(file)) return undefined;
  if (!specifier.startsWith('.')) {
    const allowed = room.packages.some((p) => (typeof p === 'string' ? p === specifier : p.test(specifier)));
    return allowed ? undefined : `${room.name} may not import the package "${specifier}".`;
  }
  const target = relative(root, resolve(root, dirname(file), specifier))
    .split(sep)
    .join('/');
  const other = roomOf(target);
  if (crossesElements(file, target))
    return 'an element may not import another; share through components/shared.';
  if (!other) return `${room.name} may not import ${target}: it belongs to no room.`;
  const elements = ['components', 'call-provider'];
  if (other === room || room.uses.includes(other.name)) return undefined;
  if (elements.includes(room.name) && elements.includes(other.name)) return undefined;
  return `${room.name} may not import ${other.name}; it may use: ${room.uses.join(', ') || 'nothing'}.`;
}

/** @type {import('eslint').Rule.RuleModule} */
export const roomsRule = {
  meta: {
    type: 'problem',
    docs: { description: 'keep imports pointing in one direction' },
    messages: { broken: 'Direction of imports: {{law}}' },
    schema: [],
  },
  create(context) {
    const file = relative(root, context.filename).split(sep).join('/');
    /** @param {import('estree').Node | null | undefined} source */
    const check = (source) => {
      if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
      const law = broken(file, source.value);
      if (law) context.report({ node: source, messageId: 'broken', data: { law } });
    };
    return {
      ImportDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      // `import('x').Type` in a type position
      TSImportType: (/** @type {{source?: import('estree').Node}} */ node) => check(node.source),
    };
  },
};
