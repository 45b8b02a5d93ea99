/**
 * What the manifest of elements is made from. It describes what the package publishes: paths of built
 * modules, and no member that a page cannot reach.
 */

/** @typedef {{privacy?: string, name: string}} Member */
/** @typedef {{members?: Member[], events?: {name: string}[], kind: string, name: string, customElement?: boolean}} Declaration */
/** @typedef {{path: string, declarations?: Declaration[], exports?: {kind: string, declaration?: {module?: string}}[]}} Module */

/** @param {string} path */
const published = (path) => path.replace(/^\/?(src\/.*)\.[jt]s$/, 'dist/$1.js');

/** @param {Module} module */
function publishPaths(module) {
  module.path = published(module.path);
  for (const { declaration } of module.exports ?? []) {
    if (declaration?.module) declaration.module = published(declaration.module);
  }
}

/** The analyzer takes the argument of an event's constructor for its name. @param {Module} module */
function dropInventedEvents(module) {
  for (const declaration of module.declarations ?? []) {
    if (!declaration.events) continue;
    declaration.events = declaration.events.filter(({ name }) => name.startsWith('call-'));
  }
}

/** @param {Module} module */
function dropPrivateMembers(module) {
  for (const declaration of module.declarations ?? []) {
    if (!declaration.members) continue;
    declaration.members = declaration.members.filter(
      ({ name, privacy }) => !name.startsWith('#') && privacy !== 'private' && privacy !== 'protected',
    );
  }
}

/** A part of an element that happens to be a file of its own is nobody's business. @param {Module} module */
const describesElement = ({ declarations = [], exports = [] }) =>
  declarations.some(({ customElement }) => customElement) ||
  exports.some(({ kind }) => kind === 'custom-element-definition');

/** References between modules, such as a superclass's, must follow the paths too. @param {unknown} value */
function publishReferences(value) {
  if (Array.isArray(value)) value.forEach(publishReferences);
  else if (value && typeof value === 'object') {
    const record = /** @type {Record<string, unknown>} */ (value);
    if (typeof record['module'] === 'string') record['module'] = published(record['module']);
    Object.values(record).forEach(publishReferences);
  }
}

export default {
  // The analyzer would write a path of this run into package.json.
  packagejson: false,
  globs: ['src/components/**/*.ts'],
  exclude: ['**/*.test.ts', '**/*.contract.ts', '**/*.styles.ts', 'src/components/shared/**'],
  litelement: true,
  plugins: [
    {
      name: 'publish',
      /** @param {{customElementsManifest: {modules: Module[]}}} input */
      packageLinkPhase({ customElementsManifest }) {
        const modules = customElementsManifest.modules.filter(describesElement);
        customElementsManifest.modules = modules;
        modules.forEach(publishPaths);
        modules.forEach(dropPrivateMembers);
        modules.forEach(dropInventedEvents);
        modules.forEach(publishReferences);
        modules.sort((a, b) => (a.path < b.path ? -1 : 1));
      },
    },
  ],
};
