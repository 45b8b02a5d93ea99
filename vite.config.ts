/**
 * Builds the one file for a script tag: Lit inside; locales, the engine and the views of a call as chunks beside it.
 * The modules and types come from `tsc -b`; this must leave the rest of dist alone.
 */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

const outDir = join(import.meta.dirname, 'dist');

/** Chunks carry a hash in their name, so those of earlier builds would pile up and be published. */
function removeOldScripts(): Plugin {
  return {
    name: 'remove-old-scripts',
    writeBundle({ dir }, bundle) {
      // Somebody else's build with these settings, such as a test's.
      if (dir !== outDir) return;
      const old = readdirSync(outDir).filter((file) => /^call-elements.*\.js(\.map)?$/.test(file));
      for (const file of old) if (!(file in bundle)) rmSync(join(outDir, file));
    },
  };
}

/** The bundler's own entry, which only imports the file. */
const FACADE = 'facade.js';

function removeFacade(): Plugin {
  return {
    name: 'remove-facade',
    generateBundle(_options, bundle) {
      for (const file of [FACADE, `${FACADE}.map`]) Reflect.deleteProperty(bundle, file);
    },
  };
}

/**
 * The minifier keeps the indents of templates, since it cannot know that they mean nothing in markup and style sheets.
 * Lines stay lines, so the source maps stay true, and code between the braces stays code.
 */
function foldTemplates(): Plugin {
  return {
    name: 'fold-templates',
    transform: {
      filter: { id: /\/src\/.*\.ts$/ },
      handler: (code) => ({
        code: code.replace(/\b(?:css|html)`[^`]*`/g, (text) => text.replace(/\n +/g, '\n')),
        map: null,
      }),
    },
  };
}

export default defineConfig({
  publicDir: false,
  plugins: [foldTemplates(), removeFacade(), removeOldScripts()],
  // The decorator settings of tsconfig.base.json, in this compiler's words: with native class fields
  // Lit's reactive properties would be shadowed, and decorators would reach the browser as they are.
  oxc: {
    decorator: { legacy: true },
    assumptions: { setPublicClassFields: true },
    typescript: { removeClassFieldsWithoutInitializer: true },
  },
  build: {
    target: 'es2022',
    outDir,
    emptyOutDir: false,
    sourcemap: true,
    lib: { entry: 'src/script/script.ts', formats: ['es'], fileName: () => FACADE },
    rolldownOptions: {
      output: {
        // Library builds keep whitespace otherwise, for bundlers that come after.
        minify: true,
        // All that the script needs at once is one file, whatever later ones share with it.
        codeSplitting: { groups: [{ name: 'script', test: /\/src\/script\/script\.ts$/ }] },
        chunkFileNames: ({ name }) =>
          name === 'script' ? 'call-elements.js' : 'call-elements-[name]-[hash].js',
      },
    },
  },
});
