/**
 * `npm start`: builds, then becomes the demo server itself, in this very process. A signal to npm ends it and leaves
 * nothing on the port. Arguments are those of `call-elements demo`.
 */
import { spawnSync } from 'node:child_process';
import { setInterval } from 'node:timers';

// npm tells where it is; without it, by hand, the npm on the path will do.
const npm = process.env['npm_execpath'];
const [command, args] = npm ? [process.execPath, [npm]] : ['npm', []];
const built = spawnSync(command, [...args, 'run', '--silent', 'build'], { stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 1);

// The shell that npm starts this with keeps a SIGTERM to itself; when it is gone, so are we.
const shell = process.ppid;
setInterval(() => {
  if (process.ppid !== shell) process.kill(process.pid, 'SIGTERM');
}, 250).unref();

process.argv.splice(2, 0, 'demo');
await import(new URL('../dist/server/main.js', import.meta.url).href);
