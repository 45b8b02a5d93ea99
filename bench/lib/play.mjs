/** Plays one scenario: a server in one process, the load in another, both gone at the end. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const pathOf = (file) => fileURLToPath(new URL(`../${file}`, import.meta.url));

/** Longer than the slowest takes; who hangs has no figures. */
const LIMIT_MS = 240_000;

/** @param {string} system @param {Record<string, unknown>} task @returns {Promise<Record<string, number>>} */
export async function play(system, task, serverFlags = []) {
  const server = fork(pathOf(`servers/${system}.mjs`), { execArgv: ['--expose-gc', ...serverFlags] });
  const [{ port }] = await once(server, 'message');
  const load = fork(pathOf('load.mjs'), { execArgv: ['--max-old-space-size=8192'] });
  try {
    return await new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error('it took too long')), LIMIT_MS).unref();
      server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
      load.once('exit', (code) => reject(new Error(`the load generator ended with ${code}`)));
      server.on('message', (usage) => load.connected && load.send(usage));
      load.on('message', ({ ask, result, failed }) => {
        if (ask) server.send(ask);
        else if (failed) reject(new Error(failed));
        else resolve(result);
      });
      load.send({ ...task, system, port });
    });
  } finally {
    await Promise.all([end(load), end(server)]);
  }
}

async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  // A server that is profiled writes its profile when it is left alone.
  if (child.connected) child.disconnect();
  else child.kill('SIGKILL');
  await ended;
}
