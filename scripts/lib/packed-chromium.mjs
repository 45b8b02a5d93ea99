/**
 * Unpacks the Chromium that the npm package `@sparticuz/chromium` carries, for machines that have no
 * browser. It is made for a cloud function, so it must be told that it runs in one, or it leaves out the
 * shared libraries that a bare machine lacks too.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { root } from './files.mjs';

/** @returns {string | undefined} the package's folder */
function packageDir() {
  try {
    return dirname(dirname(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium'))));
  } catch {
    return undefined;
  }
}

/**
 * The package extracts into the folder for temporary files and trusts whatever it finds there, half-written
 * or not. A folder of our own with a mark at the end of the work makes an interrupted run harmless.
 * @returns {Promise<{executablePath: string, env: Record<string, string>} | undefined>}
 */
export async function unpackChromium() {
  const from = packageDir();
  if (!from || process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const { version } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8'));
  const dir = join(root, 'node_modules', '.cache', `chromium-${version}`);
  const done = join(dir, '.complete');
  const executablePath = join(dir, 'chromium');
  if (!existsSync(done)) {
    rmSync(dir, { recursive: true, force: true });
    mkdirSync(dir, { recursive: true });
    await extractInto(dir);
    writeFileSync(join(dir, 'fonts', 'fonts.conf'), fontsConf(dir));
    writeFileSync(done, '');
  }
  return {
    executablePath,
    env: {
      FONTCONFIG_PATH: join(dir, 'fonts'),
      LD_LIBRARY_PATH: [join(dir, 'al2023', 'lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':'),
    },
  };
}

/** The package's own file names a fixed folder in /tmp. @param {string} dir */
function fontsConf(dir) {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(dir, 'fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(dir, 'fonts-cache')}</cachedir>
</fontconfig>
`;
}

/** @param {string} dir */
async function extractInto(dir) {
  const changed = ['TMPDIR', 'AWS_EXECUTION_ENV', 'LD_LIBRARY_PATH', 'FONTCONFIG_PATH'];
  const before = changed.map((name) => /** @type {const} */ ([name, process.env[name]]));
  process.env['TMPDIR'] = dir;
  process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs20.x';
  try {
    const { default: chromium } = await import('@sparticuz/chromium');
    await chromium.executablePath();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
