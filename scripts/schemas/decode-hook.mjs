/** Puts the describing decoders in the place of the reading ones, so that the protocol's tables make schemas. */

/** @type {import('node:module').ResolveHook} */
export async function resolve(specifier, context, nextResolve) {
  const isDecode = specifier === './decode.js' && context.parentURL?.includes('/protocol/');
  if (!isDecode) return nextResolve(specifier, context);
  return { url: new URL('describe.mjs', import.meta.url).href, format: 'module', shortCircuit: true };
}
