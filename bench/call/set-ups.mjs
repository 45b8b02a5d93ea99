/** Sets up many calls of this package, in every way they come about, and counts those that are not as they should be. */
import { spread } from '../lib/figures.mjs';
import { Stage } from './stage.mjs';

/** How much later the other one calls: before, while and after the first call is on its way. */
const AFTER_MS = [0, 2, 5, 10, 20, 40];

/** `offers`: how many there may be. Where both call, each makes one, and one of the two calls stands. */
const WAYS = {
  'called and answered': { system: 'ours', offers: 1 },
  'with the call prepared': { system: 'ours-prepared', offers: 1 },
  'with preconnect': { system: 'ours-preconnect', offers: 1 },
  'both call at once': { system: 'ours', offers: 2, bothCall: true },
  'candidates before the offer': { system: 'ours', offers: 1, offersLast: true },
};

/** What is wrong with a set-up, or undefined. */
function faultOf({ ms, offers, answers, overtaken }, way) {
  if (ms === undefined) return 'they did not see each other';
  if (offers > way.offers || answers !== 1) return `${offers} offers, ${answers} answers`;
  return way.offersLast && overtaken === 0 ? 'no candidate came before the offer' : undefined;
}

/** Answers whether all were good. */
export async function setUpMany(browser, site, count) {
  const ways = Object.entries(WAYS).map(([title, way]) => ({ ...way, title, calls: [], faults: [] }));
  for (const way of ways) way.stage = await Stage.open(browser, site, way.system, way);
  for (let at = 0; at < count; at += 1) {
    const way = ways[at % ways.length];
    const calleeAfterMs = way.bothCall ? AFTER_MS[way.calls.length % AFTER_MS.length] : undefined;
    const call = await way.stage.setUp({ calleeAfterMs });
    way.calls.push(call);
    const fault = faultOf(call, way);
    if (fault === undefined) continue;
    way.faults.push(fault);
    console.log(`set-up ${at + 1}, ${way.title}: ${fault}`);
  }
  await Promise.all(ways.map(({ stage }) => stage.close()));
  console.log(`\n## ${count} set-ups: ms, median (least–most)`);
  for (const { title, calls, faults } of ways) {
    const { median, min, max } = spread(calls.flatMap(({ ms }) => ms ?? []));
    const [middle, least, most] = [median, min, max].map((ms) => ms?.toFixed(0) ?? '-');
    const offers = calls.reduce((sum, call) => sum + call.offers, 0);
    const answers = calls.reduce((sum, call) => sum + call.answers, 0);
    console.log(
      `${title.padEnd(28)} ${middle.padStart(5)} (${least}–${most}) · ${faults.length} of ${calls.length} not as ` +
        `they should be · ${offers} offers, ${answers} answers`,
    );
  }
  return ways.every(({ faults }) => faults.length === 0);
}
