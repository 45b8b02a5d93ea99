/**
 * A Web Test Runner reporter that only counts; what people read comes from the default reporter beside it.
 * Each browser counts on its own. A file that broke outside of its tests counts as one failure.
 */
import { noCounts, writeCounts } from '../lib/counts.mjs';

/** @typedef {import('@web/test-runner').TestSession} Session */
/** @typedef {NonNullable<Session['testResults']>} Suite */

/** @returns {import('@web/test-runner').Reporter} */
export function browserCounts() {
  return {
    onTestRunFinished({ sessions }) {
      const counts = noCounts();
      for (const session of sessions) countSession(session, counts);
      writeCounts(counts);
    },
  };
}

/** @param {Session} session @param {import('../lib/counts.mjs').Counts} counts */
function countSession(session, counts) {
  const failedBefore = counts.failed;
  if (session.testResults) countSuite(session.testResults, counts);
  if (!session.passed && counts.failed === failedBefore) counts.failed += 1;
}

/** @param {Suite | Suite['suites'][number]} suite @param {import('../lib/counts.mjs').Counts} counts */
function countSuite(suite, counts) {
  for (const test of suite.tests) {
    if (test.skipped) {
      counts.skipped += 1;
      counts.notes.push(`skipped: ${test.name}`);
    } else if (test.passed) counts.passed += 1;
    else counts.failed += 1;
  }
  for (const inner of suite.suites) countSuite(inner, counts);
}
