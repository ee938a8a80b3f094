import type { Period } from '../../analysis/periods.ts';
import type { Session } from '../../database/database.ts';
import { resolvePeriods } from '../../graph-data/periods.ts';
import { invalidRequest } from '../../http/problems.ts';
import type { ResponsePayload } from '../../http/response-cache.ts';
import { cacheHeaders, resolveAsOf, selectDataset, toMeta } from '../../records/documents.ts';
import { defaultPeriods, eventIntervals, maxSeriesRows, type SeriesQuery } from './series.schemas.ts';

/** Returns totals as of the day in the query, as a JSON response. */
export type ReadTotals = (session: Session, query: Readonly<Record<string, unknown>>, today: string) => Promise<ResponsePayload>;

interface Bounded {
  high: number | null;
}

/** A row of totals. Money of several classes or natures has a sum for each, and none for all. */
interface TotalsRow {
  key: Record<string, string>;
  usd: Bounded | null;
  byClass?: Record<string, { usd: Bounded }>;
  byNature?: Record<string, Bounded>;
}

interface Totals {
  data: { total: unknown; rows: TotalsRow[]; excluded: unknown };
  meta: { partitions: boolean; truncated: boolean };
}

/** Returns the largest upper bound of a row. */
const highestOf = ({ usd, byClass = {}, byNature = {} }: TotalsRow): number =>
  Math.max(0, ...[usd, ...Object.values(byClass).map((one) => one.usd), ...Object.values(byNature)].map((one) => one?.high ?? 0));

/** Drops the keys with the smallest amounts from every period if there are too many rows. */
const limitRows = (periods: readonly Totals['data'][]): { rowsOf: (totals: Totals['data']) => Totals['data']['rows']; isCut: boolean } => {
  const largest = new Map<string, number>();
  for (const { rows } of periods) {
    for (const row of rows) {
      const text = JSON.stringify(row.key);
      largest.set(text, Math.max(largest.get(text) ?? 0, highestOf(row)));
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

/** Reads the totals as they were known at the end of each period. */
const readVintages = async (readAsOf: (day: string) => Promise<Totals>, periods: readonly Period[]) => {
  const totals: Totals[] = [];
  // Newest first, so that the problem for an unknown id has a suggestion.
  for (const { lastDay } of periods.toReversed()) totals.unshift(await readAsOf(lastDay));
  const { rowsOf, isCut } = limitRows(totals.map(({ data }) => data));
  return {
    data: {
      periods: periods.map((period, index) => {
        const found = totals[index]?.data;
        return { ...period, ...found, rows: found === undefined ? [] : rowsOf(found) };
      }),
    },
    partitions: totals.every(({ meta }) => meta.partitions),
    truncated: isCut || totals.some(({ meta }) => meta.truncated),
  };
};

const nothing = { count: 0, usd: { low: 0, high: 0, unknown: 0, openEnded: 0 } };

/** Reads the totals of one day, and divides them among the periods of the reports that set the amounts. */
const readEvents = async (
  readBy: (keys: readonly string[]) => Promise<Totals>,
  periods: readonly Period[],
  { of, interval, groupBy = [] }: SeriesQuery,
) => {
  const supported = eventIntervals[of] ?? [];
  if (!supported.includes(interval)) {
    const valid = Object.entries(eventIntervals).map(([name, all]) => `of=${name}: ${all.join(', ')}`);
    throw invalidRequest([
      { parameter: 'interval', message: `by=event does not support interval=${interval} with of=${of}. Valid: ${valid.join('; ')}.` },
    ]);
  }
  if (groupBy.length > 1) throw invalidRequest([{ parameter: 'groupBy', message: 'by=event allows one key.' }]);
  const byPeriod = await readBy([interval]);
  const byKey = groupBy.length === 0 ? undefined : await readBy([interval, ...groupBy]);
  const isListed = new Set(periods.map(({ period }) => period));
  const totalOf = (name: string) => {
    const { key: _key, ...total } = byPeriod.data.rows.find(({ key }) => key[interval] === name) ?? { key: {}, ...nothing };
    return total;
  };
  return {
    data: {
      periods: periods.map((period) => ({
        ...period,
        total: totalOf(period.period),
        rows: (byKey?.data.rows ?? [])
          .filter(({ key }) => key[interval] === period.period)
          .map(({ key: { [interval]: _period, ...key }, ...sums }) => ({ key, ...sums })),
      })),
      outside: byPeriod.data.rows.filter(({ key }) => !isListed.has(key[interval] ?? '')),
      excluded: byPeriod.data.excluded,
    },
    partitions: (byKey ?? byPeriod).meta.partitions,
    truncated: (byKey ?? byPeriod).meta.truncated,
  };
};

/**
 * Returns totals over time.
 *
 * By vintage, each period has what was known at its end. What became known later does not change an earlier period, so the series as of a
 * past day is the beginning of the current one. By event, what is known on the asOf day is divided among the periods.
 */
export const getSeries = async (
  session: Session,
  read: ReadTotals,
  query: SeriesQuery & Record<string, unknown>,
  today: string,
): Promise<ResponsePayload> => {
  const { interval: _interval, by, fromOn: _fromOn, toOn: _toOn, asOf: requested, ...totalsQuery } = query;
  const dataset = await selectDataset(session);
  const asOf = resolveAsOf(dataset, requested, today);
  const periods = resolvePeriods(query, asOf.day, defaultPeriods);
  const readTotals = async (changes: Readonly<Record<string, unknown>>): Promise<Totals> =>
    JSON.parse((await read(session, { ...totalsQuery, ...changes }, today)).body.toString()) as Totals;
  const { data, partitions, truncated } =
    by === 'event'
      ? await readEvents((groupBy) => readTotals({ groupBy, asOf: asOf.day }), periods, query)
      : await readVintages((day) => readTotals({ asOf: day }), periods);
  return { body: JSON.stringify({ data, meta: { ...toMeta(dataset, asOf), partitions, truncated } }), headers: cacheHeaders(asOf) };
};
