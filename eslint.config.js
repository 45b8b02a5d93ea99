/**
 * The house rules that a machine can check. Every rule is an error or off: a warning nobody must obey
 * is noise.
 */
import js from '@eslint/js';
import lit from 'eslint-plugin-lit';
// @ts-expect-error The package has no types.
import litA11y from 'eslint-plugin-lit-a11y';
import wc from 'eslint-plugin-wc';
import tseslint from 'typescript-eslint';
import { roomsRule } from './scripts/eslint/rooms.mjs';
import {
  bannedGlobals,
  bannedImports,
  bannedSyntax,
  bannedInPure,
  bannedInTests,
} from './scripts/eslint/bans.mjs';

const tests = ['**/*.test.ts', '**/*.contract.ts', 'test/**/*.ts'];

/** node:test's functions return promises nobody is meant to await; chai's `equal` only claims to. */
const settledByTheRunner = [
  {
    from: 'package',
    package: 'node:test',
    name: ['describe', 'it', 'only', 'skip', 'suite', 'test', 'todo'],
  },
  { from: 'package', package: '@types/chai', name: 'Equal' },
  { from: 'package', package: 'chai', name: 'Equal' },
  { from: 'package', package: '@open-wc/semantic-dom-diff', name: 'Equal' },
];

/** @param {string[]} names */
const readonly = (...names) =>
  Object.fromEntries(names.map((name) => [name, /** @type {const} */ ('readonly')]));

/**
 * A plugin's own set of rules, or an error: a name it no longer has must not silently switch rules off.
 * @param {unknown} plugin
 * @param {string} name
 */
function rules(plugin, name) {
  const { configs } = /** @type {{configs: Record<string, import('eslint').Linter.Config>}} */ (plugin);
  const config = configs[name];
  if (!config) throw new Error(`A lint plugin has no rule set ${name}.`);
  return config;
}

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/', '.cache/', 'bench/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [
      tseslint.configs.strictTypeChecked,
      tseslint.configs.stylisticTypeChecked,
      rules(lit, 'flat/recommended'),
      rules(wc, 'flat/best-practice'),
      rules(litA11y, 'recommended'),
    ],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      // Spreading a string is how code points are counted.
      '@typescript-eslint/no-misused-spread': [
        'error',
        { allow: [{ from: 'lib', name: 'string' }, 'string'] },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/parameter-properties': 'error',
      // `customElements.get(tag) ?? customElements.define(tag, Class)`
      '@typescript-eslint/no-unused-expressions': ['error', { allowShortCircuit: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Contradicts no-non-null-assertion.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      // An event may come from another copy of this library, whose classes are not ours.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // Lit calls template listeners with the element as `this`.
      '@typescript-eslint/unbound-method': 'off',
      'lit/lifecycle-super': 'error',
      'lit/no-classfield-shadowing': 'error',
      'lit/no-legacy-imports': 'error',
      'lit/no-this-assign-in-render': 'error',
      'lit/no-useless-template-literals': 'error',
      'lit/no-value-attribute': 'error',
      'lit/prefer-nothing': 'error',
      'lit/prefer-static-styles': 'error',
      'lit/quoted-expressions': ['error', 'never'],
      // Lit's own classes have these methods, so there is nothing to guard.
      'wc/guard-super-call': 'off',
    },
  },
  {
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-eval': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
      'max-lines-per-function': ['error', { max: 50 }],
      'no-restricted-syntax': ['error', ...bannedSyntax],
      'no-restricted-imports': ['error', bannedImports],
    },
  },
  {
    files: ['src/**/*.ts', 'server/**/*.ts', 'demo/**/*.js'],
    plugins: { house: { rules: { rooms: roomsRule } } },
    rules: { 'house/rooms': 'error' },
  },
  {
    files: ['src/core/**/*.ts', 'src/protocol/**/*.ts', 'server/hub.ts', 'server/hub/**/*.ts'],
    ignores: tests,
    rules: {
      'no-restricted-syntax': ['error', ...bannedSyntax, ...bannedInPure],
      'no-restricted-globals': ['error', ...bannedGlobals],
    },
  },
  {
    files: tests,
    rules: {
      'max-lines-per-function': 'off',
      'no-restricted-syntax': ['error', ...bannedSyntax, ...bannedInTests],
      '@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafeCalls: settledByTheRunner }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      // `find<CallStatus>('call-status')` reads better than a cast.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // chai's assertions are property reads: expect(x).to.be.true
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },
  // What only the page's author can mend is said to the author.
  {
    files: ['src/components/**/*.ts', 'src/browser/alerts/**/*.ts'],
    rules: { 'no-console': ['error', { allow: ['warn'] }] },
  },
  { files: ['server/main.ts', 'server/cli/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['scripts/**/*.mjs', '*.config.*'],
    languageOptions: { globals: readonly('process', 'console', 'URL', 'setTimeout', 'clearTimeout') },
    rules: { 'no-console': 'off' },
  },
  { files: ['examples/**/*.mjs'], rules: { 'no-console': 'off' } },
  // Scripts of pages; there is no list of what a browser knows to hold them against.
  { files: ['demo/**/*.js', 'test/**/*.js', 'examples/**/*.{js,mjs}'], rules: { 'no-undef': 'off' } },
);
