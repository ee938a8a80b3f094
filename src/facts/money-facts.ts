import { LRUCache } from 'lru-cache';
import type { FlowFact } from '../analysis/flow-sums.ts';
import type { UmbrellaOf } from '../analysis/umbrellas.ts';
import type { Session } from '../database/database.ts';
import { type AsOf, resolveAsOf } from '../lists/as-of.ts';
import { type Dataset, selectDataset } from '../records/documents.ts';
import { loadFlowFacts, loadUmbrellas } from './flow-facts.ts';

interface DayFacts {
  flows: readonly FlowFact[];
  umbrellaOf: UmbrellaOf;
}

/** What the analyses of one day start from. */
export interface MoneyFacts extends DayFacts {
  dataset: Dataset;
  moment: AsOf;
}

/** Days whose flows are kept in memory at a time. */
const daysKeptMax = 2;

const loadDayFacts = async (session: Session, moment: AsOf): Promise<DayFacts> => ({
  flows: await loadFlowFacts(session, moment),
  umbrellaOf: await loadUmbrellas(session, moment),
});

/** Reads the flows that were known on a day. */
export const loadMoneyFacts = async (session: Session, asOf: string | undefined, today: string): Promise<MoneyFacts> => {
  const dataset = await selectDataset(session);
  const moment = resolveAsOf(dataset, asOf, today);
  return { dataset, moment, ...(await loadDayFacts(session, moment)) };
};

/** Keeps the flows of the days last asked for. One for each database: a state of the data is known by its sequence number. */
export const createMoneyFacts = (): typeof loadMoneyFacts => {
  const kept = new LRUCache<string, DayFacts>({ max: daysKeptMax });
  return async (session, asOf, today) => {
    const dataset = await selectDataset(session);
    const moment = resolveAsOf(dataset, asOf, today);
    const key = JSON.stringify([dataset, moment.isCurrent, moment.day]);
    const facts = kept.get(key) ?? (await loadDayFacts(session, moment));
    kept.set(key, facts);
    return { dataset, moment, ...facts };
  };
};
