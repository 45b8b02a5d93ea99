/** An operator's own `Authenticate`: the default export of a file. What is wrong with the file is said at start. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { StartError } from '../cli/usage-error.js';
import type { Authenticate } from './identity.js';

const isFunction = (value: unknown): value is Authenticate => typeof value === 'function';

async function load(path: string): Promise<{ readonly default?: unknown }> {
  try {
    return (await import(pathToFileURL(resolve(path)).href)) as { readonly default?: unknown };
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new StartError(`--auth-module: ${path} cannot be loaded: ${reason}`);
  }
}

/** @param path from the working folder. */
export async function loadAuthModule(path: string): Promise<Authenticate> {
  const { default: authenticate } = await load(path);
  if (isFunction(authenticate)) return authenticate;
  throw new StartError(`--auth-module: ${path} must export a function by default`);
}
