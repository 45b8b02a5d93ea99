/**
 * What this code never does, and why, as data for the lint configuration. The reasons are the messages
 * that a contributor reads, so each one says what to do instead.
 */

/** A static style attribute, anywhere in a template's text. */
const styleAttribute = '/\\sstyle\\s*=/';

export const bannedSyntax = [
  { selector: 'TSEnumDeclaration', message: 'No enum: use a union of literals.' },
  { selector: 'TSModuleDeclaration[kind="namespace"]', message: 'No namespace: a file is a module.' },
  {
    selector: `TaggedTemplateExpression[tag.name=/^(html|svg)$/] TemplateElement[value.raw=${styleAttribute}]`,
    message: 'No style attribute: a strict CSP refuses it. Use a class, a state, or style.setProperty().',
  },
  {
    selector: 'AssignmentExpression > MemberExpression.left[property.name=/^(inner|outer)HTML$/]',
    message: 'No innerHTML: Trusted Types refuse it. Render with Lit, or use textContent.',
  },
  {
    selector: 'CallExpression[callee.property.name=/^(insertAdjacentHTML|setHTMLUnsafe)$/]',
    message: 'No HTML from strings: Trusted Types refuse it. Render with Lit.',
  },
  {
    selector:
      'TaggedTemplateExpression[tag.name=/^(html|svg)$/] TemplateElement[value.raw=/\\.(inner|outer)HTML=/]',
    message: 'No innerHTML: Trusted Types refuse it. Render with Lit.',
  },
  {
    selector: 'CallExpression[callee.property.name="setAttribute"][arguments.0.value="style"]',
    message: 'No style attribute: a strict CSP refuses it. Use style.setProperty().',
  },
];

export const bannedInPure = [
  {
    selector: 'MemberExpression[object.name="Math"][property.name="random"]',
    message: 'No randomness here: take it from a port, so that a test can replay it.',
  },
];

export const bannedGlobals = [
  { name: 'Date', message: 'No clock here: take the time from a port, so that a test can set it.' },
];

export const bannedInTests = [
  {
    selector:
      'CallExpression[callee.name=/^(setTimeout|setInterval|aTimeout)$/], CallExpression[callee.property.name=/^(setTimeout|setInterval)$/][callee.object.name=/^(window|globalThis|self)$/]',
    message: 'No sleeps in tests: wait for the event, or use the fake clock.',
  },
  {
    selector: 'CallExpression[callee.object.name=/^(it|test|describe)$/][callee.property.name="only"]',
    message: 'No .only: it hides every other test.',
  },
  {
    selector: 'CallExpression[callee.property.name="retries"]',
    message: 'No retries: they hide the flake instead of mending it.',
  },
];

export const bannedImports = {
  paths: [
    {
      name: 'node:timers/promises',
      message: 'No sleeps: wait for the event itself.',
    },
  ],
  patterns: [
    {
      group: ['**/style-map.js', '**/style-map'],
      message: 'styleMap writes a style attribute on its first render, which a strict CSP refuses.',
    },
    {
      group: [
        '**/unsafe-html.js',
        '**/unsafe-html',
        '**/unsafe-svg.js',
        '**/unsafe-svg',
        '**/unsafe-mathml.js',
      ],
      message: 'No unsafe HTML: nothing that came over the network is ever markup.',
    },
    // The path of ajv's 2020-12 edition is its own.
    {
      group: ['**/dist/**', '!ajv/dist/**'],
      message: 'Import the source; dist is what the build makes of it.',
    },
  ],
};
