/**
 * Systems beside each other under one condition, from the action to the first remote frame on both ends. They take turns
 * within a round; what counts are the ratios within a round. A set-up that takes too long counts as failed.
 */
import { spread } from '../lib/figures.mjs';
import { Stage } from './stage.mjs';

const OTHERS = ['raw', 'peerjs', 'simple-peer', 'mdn'];
const BESIDE = { systems: [...OTHERS, 'ours', 'ours-prepared'], reference: 'raw' };
const ACCEPT = { systems: ['ours-rung', 'ours-preconnect'], reference: 'ours-rung' };
export const TABLES = {
  'call, no delay': { ...BESIDE },
  'call, round trip 100 ms': { ...BESIDE, roundTripMs: 100 },
  'call, a camera that takes 500 ms': { ...BESIDE, cameraMs: 500 },
  'call, a camera of 1280 × 720, looked at again after 4 s': {
    ...BESIDE,
    camera: { width: 1280, height: 720 },
    lookMs: 4_000,
  },
  'accept, no delay': { ...ACCEPT },
  'accept, round trip 100 ms': { ...ACCEPT, roundTripMs: 100 },
};

/** Of each system: how long it took, its ratio to the reference within a round, and what was not as it should be. */
function print(title, systems, reference, rounds) {
  console.log(`\n## ${title}, ${rounds.length} rounds: ms, median (× ${reference}, least–most)`);
  for (const system of systems) {
    const calls = rounds.flatMap((round) => round[system] ?? []);
    const times = calls.flatMap(({ ms }) => ms ?? []);
    const ratios = rounds.flatMap(({ [system]: one, [reference]: floor }) =>
      one?.ms && floor?.ms ? one.ms / floor.ms : [],
    );
    if (times.length === 0) {
      console.log(`${system.padEnd(16)} no figures, ${calls.length} of ${calls.length} failed`);
      continue;
    }
    const { median } = spread(times);
    const ratio = spread(ratios);
    const cells = [ratio.median, ratio.min, ratio.max].map((value) => value?.toFixed(2) ?? '-');
    const failed = calls.filter(({ ms }) => ms === undefined).length;
    const more = calls.filter(({ offers, answers }) => offers !== 1 || answers !== 1).length;
    const widths = calls.flatMap(({ width }) => width ?? []);
    const seen = spread(widths);
    const wide = widths.length > 0 ? ` · ${seen.median} wide (${seen.min}–${seen.max})` : '';
    console.log(
      `${system.padEnd(16)} ${median.toFixed(0).padStart(5)} (${cells[0]}, ${cells[1]}–${cells[2]}) · ` +
        `${failed} of ${calls.length} failed · ${more} not with one offer and one answer${wide}`,
    );
  }
}

/** `wanted`: these systems, and the one the others are held against; all where nothing is said. False where ours failed. */
export async function runTable(
  browser,
  site,
  { title, systems: all, reference, rounds: count, wanted, ...far },
) {
  const systems = all.filter((system) => wanted?.includes(system) ?? true);
  if (systems.length === 0) return true;
  if (!systems.includes(reference)) systems.unshift(reference);
  const stages = new Map();
  for (const system of systems) stages.set(system, await Stage.open(browser, site, system, far));
  // The first call of a page loads and compiles; it is none of the figures.
  for (const stage of stages.values()) await stage.setUp();
  const rounds = [];
  for (let at = 0; at < count; at += 1) {
    const round = {};
    for (const system of at % 2 ? [...systems].reverse() : systems)
      round[system] = await stages.get(system).setUp();
    rounds.push(round);
  }
  await Promise.all([...stages.values()].map((stage) => stage.close()));
  print(title, systems, reference, rounds);
  const ours = rounds.flatMap((round) =>
    systems.flatMap((system) => (system.startsWith('ours') ? round[system] : [])),
  );
  return ours.every(({ ms, offers, answers }) => ms !== undefined && offers === 1 && answers === 1);
}
