/** What a run found out, and the three ways to write it down: a table for people, JSON and JUnit for programs. */
import type { Announcement } from './case.js';

export type Status = 'passed' | 'failed' | 'warning' | 'skipped';

export interface Verdict {
  readonly id: string;
  readonly part: string;
  readonly title: string;
  /** The sentence of docs/protocol.md. */
  readonly rule: string;
  readonly status: Status;
  /** What is wrong, or why it was skipped. */
  readonly problem?: string;
  /** What came instead. */
  readonly seen?: string;
  /** What to do about it. */
  readonly advice?: string;
  readonly durationMs: number;
}

/** Why a run ended before its last case. */
export interface Stop {
  /** The last case that was played. */
  readonly after: string;
  readonly problem: string;
  readonly seen: string;
  readonly advice: string;
  /** The cases that nothing is known of. */
  readonly untested: readonly string[];
}

export interface Report {
  /** What was tested: the address of a server, or `the client`. */
  readonly subject: string;
  /** What it said about itself. */
  readonly about: Announcement;
  readonly verdicts: readonly Verdict[];
  /** Only where it could not be played to the end. */
  readonly stopped?: Stop;
}

export const countOf = ({ verdicts }: Report, status: Status): number =>
  verdicts.filter((verdict) => verdict.status === status).length;

/** Whether nothing failed, to the end; warnings and what is not offered do not count. */
export const conforms = (report: Report): boolean =>
  countOf(report, 'failed') === 0 && report.stopped === undefined;

const MARKS: Readonly<Record<Status, string>> = {
  passed: 'ok',
  failed: 'FAIL',
  warning: 'warn',
  skipped: '-',
};

/** One case; what is wrong stands below it. */
export function describeVerdict({ id, title, rule, status, problem, seen, advice }: Verdict): string {
  const line = `${MARKS[status].padEnd(4)}  ${id.padEnd(34)}  ${title}`;
  if (status === 'passed') return line;
  if (status === 'skipped') return `${line} (${problem ?? ''})`;
  return withDetails(line, { wrong: problem, seen, rule, 'to do': advice });
}

const withDetails = (line: string, details: Readonly<Record<string, string | undefined>>): string =>
  [line, ...Object.entries(details).map(([label, text = '']) => `      ${label.padEnd(6)} ${text}`)].join(
    '\n',
  );

/** Said once, in place of all the cases that could not be played. */
export const describeStop = ({ after, problem, seen, advice, untested }: Stop): string =>
  withDetails(`STOP  after ${after}: ${problem}; ${String(untested.length)} cases were not tested`, {
    seen,
    'to do': advice,
  });

export function describeReport(report: Report): string {
  const counts = Object.entries(countsOf(report)).map(([status, count]) => `${String(count)} ${status}`);
  const { subject, stopped } = report;
  if (stopped) counts.push(`${String(stopped.untested.length)} not tested`);
  const verdict = conforms(report) ? 'conforms' : 'does not conform';
  return `${subject} ${verdict}: ${counts.join(', ')}`;
}

const STATUSES = ['passed', 'failed', 'warning', 'skipped'] as const;

const countsOf = (report: Report): Readonly<Record<Status, number>> =>
  Object.fromEntries(STATUSES.map((status) => [status, countOf(report, status)])) as never;

/** The report, with `conforms` and `counts` by status. */
export const toJson = (report: Report): string =>
  JSON.stringify({ ...report, conforms: conforms(report), counts: countsOf(report) }, null, 2);

const escapeXml = (text: string): string =>
  text
    // What XML 1.0 cannot hold at all.
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[<>&"]/g, (char) => `&#${String(char.charCodeAt(0))};`);

function caseToXml({
  id,
  part,
  title,
  status,
  problem = '',
  seen = '',
  rule,
  advice = '',
  durationMs,
}: Verdict): string {
  const details = escapeXml([problem, `seen: ${seen}`, `rule: ${rule}`, `to do: ${advice}`].join('\n'));
  const inner: Readonly<Record<Status, string>> = {
    passed: '',
    failed: `<failure message="${escapeXml(problem)}">${details}</failure>`,
    warning: `<system-out>warning: ${details}</system-out>`,
    skipped: `<skipped message="${escapeXml(problem)}"/>`,
  };
  const name = escapeXml(`${id}: ${title}`);
  const time = (durationMs / 1000).toFixed(3);
  return `    <testcase classname="${escapeXml(part)}" name="${name}" time="${time}">${inner[status]}</testcase>`;
}

const stopToXml = (stop: Stop): string =>
  [
    '  <testsuite name="run" tests="1" failures="1" skipped="0">',
    `    <testcase classname="run" name="every case could be played" time="0"><failure message="${escapeXml(stop.problem)}">${escapeXml(describeStop(stop))}</failure></testcase>`,
    '  </testsuite>',
  ].join('\n');

/** A run that was stopped counts as one more that failed. */
function totals(report: Report): string {
  const stops = report.stopped ? 1 : 0;
  const [tests, failures] = [report.verdicts.length + stops, countOf(report, 'failed') + stops];
  return `tests="${String(tests)}" failures="${String(failures)}" skipped="${String(countOf(report, 'skipped'))}"`;
}

export function toJUnit(report: Report): string {
  const { verdicts, subject } = report;
  const parts = [...new Set(verdicts.map(({ part }) => part))];
  const suites = parts.map((part) => {
    const own = {
      subject,
      about: report.about,
      verdicts: verdicts.filter((verdict) => verdict.part === part),
    };
    return [
      `  <testsuite name="${escapeXml(part)}" ${totals(own)}>`,
      ...own.verdicts.map(caseToXml),
      '  </testsuite>',
    ].join('\n');
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escapeXml(subject)}" ${totals(report)}>`,
    ...suites,
    ...(report.stopped ? [stopToXml(report.stopped)] : []),
    '</testsuites>',
    '',
  ].join('\n');
}
