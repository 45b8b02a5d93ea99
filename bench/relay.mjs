/**
 * `npm run relay`: the relay beside others. Systems take turns within a round, so that whatever else the machine does
 * meets all alike; what counts are the ratios within a round, of which the median and the spread are printed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { spread } from './lib/figures.mjs';
import { play } from './lib/play.mjs';

const FORWARDERS = ['bare', 'stamped', 'peerjs', 'socketio', 'mdn', 'ours'];
const messages = (users, perSecond) => ({
  systems: FORWARDERS,
  reference: 'bare',
  task: { scenario: 'messages', users, perSecond, seconds: 5 },
});
const storms = (users) => ({
  systems: ['batched', 'socketio', 'mdn', 'ours'],
  reference: 'batched',
  task: { scenario: 'storms', users },
});
/** How much dearer a message gets when more people are there; each system beside itself. */
const growth = (system) => {
  const systems = [100, 1_000].map((users) => `${system}@${users}`);
  return { systems, reference: systems[0], task: messages(0, 8_000).task };
};
const TABLES = {
  'messages, 100 users': messages(100, 8_000),
  'messages, 1000 users': messages(1_000, 8_000),
  'growth, from 100 to 1000 users': growth('ours'),
  'storms of 1000': storms(1_000),
  'storms of 2000': storms(2_000),
  idle: { systems: FORWARDERS, reference: 'bare', task: { scenario: 'idle', users: [5_000, 10_000] } },
};

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
    systems: { type: 'string', default: '' },
    profile: { type: 'boolean', default: false },
  },
});

if (!existsSync(new URL('../dist/server/relay.js', import.meta.url))) {
  console.error('The relay is not built: run npm run build in the folder above.');
  process.exit(1);
}

/** Node raises its own limit as far as it may; past that only the shell that started it can. */
function mayOpen(files) {
  if (!existsSync('/proc/self/limits')) return true;
  const [, soft] = /Max open files +(\d+|unlimited)/.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
  if (soft === undefined || soft === 'unlimited' || Number(soft) >= files) return true;
  console.log(`\n## idle: left out: ${files} open files are needed and ${soft} allowed; see ulimit -n`);
  return false;
}

/** One line for each system: the median of each figure, and in brackets its ratio to the reference, with the spread. */
function print(title, { systems, reference }, rounds) {
  console.log(`\n## ${title}, ${rounds.length} rounds; median (× ${reference}, least–most)`);
  for (const system of systems) {
    const done = rounds.filter((round) => round[system] && round[reference]);
    const cells = Object.keys(done[0]?.[system] ?? {}).map((figure) => {
      const { median } = spread(done.map((round) => round[system][figure]));
      const ratio = spread(done.map((round) => round[system][figure] / round[reference][figure]));
      const times = [ratio.median, ratio.min, ratio.max].map((value) => value.toFixed(2));
      return `${figure} ${median.toFixed(2)} (${times[0]}, ${times[1]}–${times[2]})`;
    });
    console.log(`${system.padEnd(9)} ${cells.join(' · ') || 'no figures'}`);
  }
}

/** The table under way: who stops the run sees what there is. */
let current = () => undefined;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    current();
    process.exit(1);
  });
}

async function runTable(title, table) {
  const wanted = values.systems === '' ? undefined : values.systems.split(',');
  const systems = table.systems.filter((system) => wanted?.includes(system.split('@')[0]) ?? true);
  const rounds = [];
  current = () => print(title, { ...table, systems }, rounds);
  for (let at = 0; at < Number(values.rounds); at++) {
    const round = {};
    rounds.push(round);
    for (const system of at % 2 ? [...systems].reverse() : systems) {
      try {
        const flags = values.profile ? ['--cpu-prof', '--cpu-prof-dir=profiles'] : [];
        const [name, users] = system.split('@');
        const task = users === undefined ? table.task : { ...table.task, users: Number(users) };
        round[system] = await play(name, task, flags);
      } catch (error) {
        console.error(`${title}: ${system}: ${error.message}`);
        process.exitCode = 1;
      }
    }
  }
  current();
}

for (const [title, table] of Object.entries(TABLES)) {
  if (title === 'idle' && !mayOpen(11_000)) continue;
  if (title.includes(values.only)) await runTable(title, table);
}
