import { LRUCache } from 'lru-cache';
import type { GraphFlow } from '../analysis/flow-sums.ts';
import type { DealLinks } from '../analysis/umbrellas.ts';
import type { Session } from '../database/database.ts';
import { type AsOf, type Dataset, resolveAsOf, selectDataset } from '../records/documents.ts';
import { loadDealLinks, loadFlowHistory, loadGraphFlows } from './flows.ts';

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
const maxDays = 4;

/** Loads the flows that were known on a day. */
export const loadGraphSnapshot = async (session: Session, asOf: string | undefined, today: string): Promise<MoneyGraphSnapshot> => {
  const dataset = await selectDataset(session);
  const resolvedAsOf = resolveAsOf(dataset, asOf, today);
  const flows = await loadGraphFlows(session, resolvedAsOf);
  return { dataset, asOf: resolvedAsOf, flows, dealLinks: await loadDealLinks(session, resolvedAsOf) };
};

/**
 * Creates a loader that keeps the flows of all days in memory until the data change. They need less than the flows of two days would, and
 * selecting those of a day is much faster than reading them. Use one loader per database, because the sequence number identifies the
 * state of the data.
 */
export const createGraphSnapshotLoader = (): typeof loadGraphSnapshot => {
  let history: { version: string; selectFlows: (asOf: AsOf) => GraphFlow[] } | undefined;
  const days = new LRUCache<string, DayFacts>({ max: maxDays });
  return async (session, asOf, today) => {
    const dataset = await selectDataset(session);
    const resolvedAsOf = resolveAsOf(dataset, asOf, today);
    const version = JSON.stringify(dataset);
    if (history?.version !== version) {
      // Frees the memory of the old version before it loads the new one.
      history = undefined;
      days.clear();
      history = { version, selectFlows: await loadFlowHistory(session) };
    }
    const key = resolvedAsOf.isCurrent ? 'current' : resolvedAsOf.day;
    const facts = days.get(key) ?? { flows: history.selectFlows(resolvedAsOf), dealLinks: await loadDealLinks(session, resolvedAsOf) };
    days.set(key, facts);
    return { dataset, asOf: resolvedAsOf, ...facts };
  };
};
