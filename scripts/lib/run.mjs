/**
 * Runs one program to its end. Never through a shell, and never longer than it was given: a hung child
 * is ended together with the browsers it started, so that nothing stays behind.
 */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { root } from './files.mjs';

const require = createRequire(import.meta.url);

/**
 * Where a package keeps its command. Going by way of npx costs half a second each time.
 * @param {string} name the package's name
 * @param {string} [bin] the command, when it is called otherwise
 */
export function binOf(name, bin = name) {
  const path = require.resolve.paths(name)?.map((dir) => join(dir, name, 'package.json')) ?? [];
  for (const file of path) {
    try {
      const field = /** @type {{bin: string | Record<string, string>}} */ (require(file)).bin;
      const target = typeof field === 'string' ? field : field[bin];
      if (target) return join(dirname(file), target);
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  throw new Error(`The command ${bin} of ${name} is missing: run npm install.`);
}

/**
 * @param {string[]} args for node
 * @param {{env?: Record<string, string | undefined>, limitMs?: number, quiet?: boolean}} [options]
 * @returns {Promise<{code: number, output: string, timedOut: boolean}>} output only when quiet
 */
export function runNode(args, { env = {}, limitMs = 30 * 60_000, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
      detached: process.platform !== 'win32',
    });
    let output = '';
    let timedOut = false;
    child.stdout?.on('data', (chunk) => (output += String(chunk)));
    child.stderr?.on('data', (chunk) => (output += String(chunk)));
    const timer = setTimeout(() => {
      timedOut = true;
      endGroup(child.pid);
    }, limitMs);
    let stopped = false;
    const interrupted = () => {
      stopped = true;
      endGroup(child.pid);
    };
    process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
      if (stopped) {
        console.error('Stopped from outside.');
        process.exit(130);
      }
      resolve({ code: code ?? 1, output, timedOut });
    });
  });
}

/**
 * Asks first: browsers live in process groups of their own, and only their parents can end them.
 * @param {number | undefined} pid
 */
function endGroup(pid) {
  signalGroup(pid, 'SIGTERM');
  setTimeout(() => signalGroup(pid, 'SIGKILL'), 5_000).unref();
}

/** @param {number | undefined} pid @param {NodeJS.Signals} signal */
function signalGroup(pid, signal) {
  if (!pid) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // It ended by itself meanwhile.
  }
}
