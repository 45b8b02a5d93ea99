/**
 * The relay of `npm run soak:relay`: as it is built, in a process of its own, with its limits as they are but for the time a session
 * waits for its page. Answers what it holds, after a garbage collection, whenever it is asked.
 */
const { createRelay } = await import(new URL('../../dist/server/relay.js', import.meta.url).href);

let faults = 0;
const relay = createRelay({
  hub: { resumeGraceMs: 2_000, leavingGraceMs: 1_000 },
  onFault: () => (faults += 1),
});
await relay.ready;

process.on('message', () => {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  process.send?.({ rss, heapUsed, sizes: relay.sizes, faults });
});
process.on('disconnect', () => process.exit(0));
process.send?.({ port: relay.port });
