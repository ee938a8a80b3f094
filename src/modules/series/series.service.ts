import { countPeriods, listPeriods, type Period } from '../../analysis/periods.ts';
import type { Session } from '../../database/database.ts';
import { earlierDay } from '../../domain/dates.ts';
import { invalidRequest } from '../../http/problems.ts';
import type { ResponsePayload } from '../../http/response-cache.ts';
import { cacheHeaders, resolveAsOf, selectDataset, toMeta } from '../../records/documents.ts';
import { defaultPeriods, maxPeriods, maxSeriesRows, type SeriesQuery } from './series.schemas.ts';

/** Returns totals as of the day in the query, as a JSON response. */
export type ReadTotals = (session: Session, query: Readonly<Record<string, unknown>>, today: string) => Promise<ResponsePayload>;

interface Totals {
  data: { total: unknown; rows: { key: Record<string, string>; usd: { high: number | null } }[]; excluded: unknown };
  meta: { partitions: boolean; truncated: boolean };
}

/** Returns the requested periods up to a day. Rejects a range that is empty, too long or in the future. */
const resolvePeriods = ({ interval, fromOn, toOn }: SeriesQuery, asOfDay: string): Period[] => {
  const lastDay = earlierDay(toOn ?? asOfDay, asOfDay);
  if (fromOn === undefined) return listPeriods(lastDay, interval, defaultPeriods);
  const count = countPeriods(fromOn, lastDay, interval);
  if (count < 1) {
    const message = `fromOn (${fromOn}) is after the end of the series (${lastDay}), so no period is in it.`;
    throw invalidRequest([{ parameter: 'fromOn', message }]);
  }
  if (count > maxPeriods) {
    const message = `The series would have ${count} periods; at most ${maxPeriods} are allowed. Choose a later fromOn or a longer interval.`;
    throw invalidRequest([{ parameter: 'fromOn', message }]);
  }
  return listPeriods(lastDay, interval, count);
};

/** Drops the keys with the smallest amounts from every period if there are too many rows. */
const limitRows = (periods: readonly Totals['data'][]): { rowsOf: (totals: Totals['data']) => Totals['data']['rows']; isCut: boolean } => {
  const largest = new Map<string, number>();
  for (const { rows } of periods) {
    for (const { key, usd } of rows) {
      const text = JSON.stringify(key);
      largest.set(text, Math.max(largest.get(text) ?? -1, usd.high ?? 0));
    }
  }
  const keysMax = Math.floor(maxSeriesRows / periods.length);
  if (largest.size <= keysMax) return { rowsOf: ({ rows }) => rows, isCut: false };
  const kept = new Set(
    [...largest]
      .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .slice(0, keysMax)
      .map(([text]) => text),
  );
  return { rowsOf: ({ rows }) => rows.filter(({ key }) => kept.has(JSON.stringify(key))), isCut: true };
};

/**
 * Returns totals as they were known at the end of each period. What became known later does not change an earlier period, so the series
 * as of a past day is the beginning of the current one.
 */
export const getSeries = async (
  session: Session,
  read: ReadTotals,
  query: SeriesQuery & Record<string, unknown>,
  today: string,
): Promise<ResponsePayload> => {
  const { interval: _interval, fromOn: _fromOn, toOn: _toOn, asOf: requested, ...totalsQuery } = query;
  const dataset = await selectDataset(session);
  const asOf = resolveAsOf(dataset, requested, today);
  const periods = resolvePeriods(query, asOf.day);
  const totals: Totals[] = [];
  // Newest first, so that the problem for an unknown id has a suggestion.
  for (const { lastDay } of periods.toReversed()) {
    const { body } = await read(session, { ...totalsQuery, asOf: lastDay }, today);
    totals.unshift(JSON.parse(body.toString()) as Totals);
  }
  const { rowsOf, isCut } = limitRows(totals.map(({ data }) => data));
  const data = {
    periods: periods.map((period, index) => {
      const found = totals[index]?.data;
      return { ...period, ...found, rows: found === undefined ? [] : rowsOf(found) };
    }),
  };
  const meta = {
    ...toMeta(dataset, asOf),
    partitions: totals.every((one) => one.meta.partitions),
    truncated: isCut || totals.some((one) => one.meta.truncated),
  };
  return { body: JSON.stringify({ data, meta }), headers: cacheHeaders(asOf) };
};
