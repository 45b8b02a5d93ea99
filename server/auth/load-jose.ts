/** `jose` checks the signatures of tokens. It is an optional peer: a relay that takes no tokens runs without it. */
import type * as Jose from 'jose';
import { StartError } from '../cli/usage-error.js';

export type JoseModule = typeof Jose;

/** `load` is how the package is imported; a test has one that fails. */
export async function loadJose(load: () => Promise<JoseModule> = () => import('jose')): Promise<JoseModule> {
  try {
    return await load();
  } catch {
    throw new StartError('checking tokens needs the package "jose": run "npm install jose"');
  }
}
