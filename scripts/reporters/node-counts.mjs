/**
 * A node:test reporter that only counts; what people read comes from the spec reporter beside it. A file
 * that fails as a whole (it threw while loading, or timed out) counts once.
 */
import { relative } from 'node:path';
import { noCounts, writeCounts } from '../lib/counts.mjs';

/** @param {AsyncIterable<import('node:test/reporters').TestEvent>} source */
export default async function* nodeCounts(source) {
  const counts = noCounts();
  for await (const event of source) {
    if (event.type !== 'test:pass' && event.type !== 'test:fail') continue;
    const { data } = event;
    if (isGroup(data)) continue;
    if (data.skip !== undefined || data.todo !== undefined) {
      counts.skipped += 1;
      counts.notes.push(`skipped: ${where(data)}${data.name}${reason(data.skip ?? data.todo)}`);
    } else if (event.type === 'test:pass') {
      counts.passed += 1;
    } else {
      counts.failed += 1;
    }
  }
  writeCounts(counts);
  yield '';
}

/**
 * A describe block is no test of its own, unless it was skipped whole: then its tests were never seen.
 * @param {{details: unknown, skip?: unknown}} data
 */
function isGroup(data) {
  const details = /** @type {{type?: string, error?: {failureType?: string}}} */ (data.details);
  if (details.error?.failureType === 'subtestsFailed') return true;
  return details.type === 'suite' && data.skip === undefined && !details.error;
}

/** @param {{file?: string}} data */
const where = ({ file }) => (file ? `${relative(process.cwd(), file)}: ` : '');

/** @param {unknown} why */
const reason = (why) => (typeof why === 'string' && why ? ` (${why})` : '');
