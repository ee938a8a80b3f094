import { LRUCache } from 'lru-cache';
import type { GraphFlow } from '../analysis/flow-sums.ts';
import type { DealLinks } from '../analysis/umbrellas.ts';
import type { Session } from '../database/database.ts';
import { type AsOf, type Dataset, resolveAsOf, selectDataset } from '../records/documents.ts';
import { loadDealLinks, loadGraphFlows } from './flows.ts';

interface DayFacts {
  flows: readonly GraphFlow[];
  dealLinks: DealLinks;
}

/** The flows as of a day, with the dataset that they belong to. */
export interface MoneyGraphSnapshot extends DayFacts {
  dataset: Dataset;
  asOf: AsOf;
}

/** Maximum number of days to cache. */
const maxDays = 2;

const loadDayFacts = async (session: Session, asOf: AsOf): Promise<DayFacts> => ({
  flows: await loadGraphFlows(session, asOf),
  dealLinks: await loadDealLinks(session, asOf),
});

/** Loads the flows that were known on a day. */
export const loadGraphSnapshot = async (session: Session, asOf: string | undefined, today: string): Promise<MoneyGraphSnapshot> => {
  const dataset = await selectDataset(session);
  const resolvedAsOf = resolveAsOf(dataset, asOf, today);
  return { dataset, asOf: resolvedAsOf, ...(await loadDayFacts(session, resolvedAsOf)) };
};

/** Caches the flows of recently requested days. Use one per database, because the sequence number identifies the state of the data. */
export const createGraphSnapshotLoader = (): typeof loadGraphSnapshot => {
  const cache = new LRUCache<string, DayFacts>({ max: maxDays });
  return async (session, asOf, today) => {
    const dataset = await selectDataset(session);
    const resolvedAsOf = resolveAsOf(dataset, asOf, today);
    const key = JSON.stringify([dataset, resolvedAsOf.isCurrent, resolvedAsOf.day]);
    const snapshot = cache.get(key) ?? (await loadDayFacts(session, resolvedAsOf));
    cache.set(key, snapshot);
    return { dataset, asOf: resolvedAsOf, ...snapshot };
  };
};
