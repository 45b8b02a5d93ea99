/** What every server of this bench does beside serving: says its port, and what it has used when it is asked. */

/** @param {number} port @param {() => unknown} [state] */
export function reportUsage(port, state) {
  process.on('message', (word) => {
    if (word === 'collect') globalThis.gc?.();
    if (word === 'usage' || word === 'collect') process.send?.(usage(state));
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ port });
}

function usage(state) {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  return { cpuUs: user + system, rss, heapUsed, state: state?.() };
}

/** @param {import('node:http').Server} server @returns {Promise<number>} */
export const listen = (server) =>
  new Promise((resolve) => {
    server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => resolve(server.address().port));
  });
