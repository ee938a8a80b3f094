import type { Row } from './list-rows.ts';
import type { Goal, Part } from './report.ts';
import { formatMs } from './statistics.ts';

/** Compares the results of the list benchmark with its goals. */

/** Measurements of one row on one server. */
export interface Figures {
  p50: number;
  p99: number;
  slowestSort: string;
  pages: number;
  /** Pages that were not full although there was a next page. */
  partial: number;
}

/** The measurements of a row for each checkout. */
export interface RowResult {
  row: Row;
  now: Figures[];
  pastDay: Figures[];
}

const goalSize = 100_000;
const p99Goal = (count: number) => (count <= goalSize ? 10 : 60);
/** Goals of the median apply to current lists; that of a company applies to 100,000 deals. */
const p50Goal = ({ p50 }: Row, count: number) => (p50 !== undefined && p50 > 0.5 && count > goalSize ? undefined : p50);

const mark = (isMet: boolean) => (isMet ? '' : ' ✗');

/** A row of the table. */
export const formatRow = ({ row, now, pastDay }: RowResult, count: number): string => {
  const goal = p50Goal(row, count);
  const toCells = (figures: Figures | undefined, goalOfMedian: number | undefined) => {
    if (figures === undefined) return ['', '', ''];
    const { p50, p99, slowestSort, partial } = figures;
    return [
      `${formatMs(p50)}${mark(goalOfMedian === undefined || p50 <= goalOfMedian)}`,
      `${formatMs(p99)}${mark(p99 <= p99Goal(count))}`,
      `${slowestSort}${partial > 0 ? ` (${partial} pages not full ✗)` : ''}`,
    ];
  };
  const toShort = (figures: Figures | undefined) => (figures === undefined ? '' : `${formatMs(figures.p50)} / ${formatMs(figures.p99)}`);
  const others = now.slice(1).map((figures, index) => {
    const partial = figures.partial + (pastDay[index + 1]?.partial ?? 0);
    return `${toShort(figures)}, ${toShort(pastDay[index + 1])}${partial > 0 ? ` (${partial} not full)` : ''}`;
  });
  return `| ${[row.name, ...toCells(now[0], goal), ...toCells(pastDay[0], undefined), goal ?? '', ...others].join(' | ')} |`;
};

/** The results of one checkout for the goals. */
const evaluate = (results: readonly RowResult[], count: number, checkout: number) => {
  const lists = results.flatMap(({ row, now, pastDay }) =>
    [
      { name: row.name, figures: now[checkout], goal: p50Goal(row, count) },
      { name: `${row.name}, past day`, figures: pastDay[checkout], goal: undefined },
    ].flatMap(({ figures, ...list }) => (figures === undefined ? [] : [{ ...list, ...figures }])),
  );
  const missedP99 = lists.filter(({ p99 }) => p99 > p99Goal(count));
  const missedP50 = lists.filter(({ p50, goal }) => goal !== undefined && p50 > goal);
  const worst = lists.toSorted((a, b) => b.p99 - a.p99)[0];
  const [pages, partial] = [lists.reduce((sum, list) => sum + list.pages, 0), lists.reduce((sum, list) => sum + list.partial, 0)];
  return {
    p99: {
      figure: `${lists.length - missedP99.length} of ${lists.length} lists meet it; worst ${formatMs(worst?.p99 ?? 0)} ms (${worst?.name})`,
      isMet: missedP99.length === 0,
    },
    p50: {
      figure:
        missedP50.length === 0
          ? 'all meet it'
          : missedP50
              .toSorted((a, b) => b.p50 - a.p50)
              .map(({ name, p50 }) => `${name} ${formatMs(p50)} ms`)
              .join(', '),
      isMet: missedP50.length === 0,
    },
    full: { figure: `${(pages - partial).toLocaleString('en')} of ${pages.toLocaleString('en')}`, isMet: partial === 0 },
  };
};

export const evaluateLists = (
  results: readonly RowResult[],
  count: number,
  { bytes, constantMs, others }: { bytes: number; constantMs: number; others: readonly string[] },
): Part => {
  const size = count.toLocaleString('en');
  const isSmall = count <= goalSize;
  const ours = evaluate(results, count, 0);
  const base = others.length === 0 ? undefined : evaluate(results, count, 1);
  const toGoal = (name: keyof typeof ours, question: string, goal: string): Goal => ({
    question: `Lists at ${size} deals: ${question}`,
    goal,
    ...ours[name],
    ...(base !== undefined && { base: base[name].figure }),
  });
  const head = ['filter', ...['now', 'past day'].flatMap((when) => [`${when}: p50`, 'p99', 'slowest sort']), 'p50 goal'];
  return {
    title: `Lists at ${size} deals`,
    goals: [
      toGoal('p99', 'p99 of every filter, now and on a past day', `<= ${p99Goal(count)} ms`),
      toGoal('p50', `p50 of no filter, kind, status${isSmall ? ', company' : ''}`, `<= 0.5 ms${isSmall ? ', company <= 5 ms' : ''}`),
      toGoal('full', 'full pages', 'every page'),
    ],
    detail: [
      `Milliseconds for a page of 50, over HTTP on one connection, not cached, in 16 sorts, the first page and the next by cursor. A constant body of ${Math.round(bytes / 1_024)} kB takes ${formatMs(constantMs)} ms. The goal of p99 is ${p99Goal(count)} ms. ✗ marks a missed goal.`,
      '',
      `| ${[...head, ...others.map((name) => `${name}: now p50 / p99, past day p50 / p99`)].join(' | ')} |`,
      `|---|${'---:|---:|---|'.repeat(2)}---:|${'---|'.repeat(others.length)}`,
      ...results.map((result) => formatRow(result, count)),
    ],
  };
};
