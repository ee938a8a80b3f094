import { LRUCache } from 'lru-cache';
import type { FlowFact } from '../analysis/flow-sums.ts';
import type { UmbrellaOf } from '../analysis/umbrellas.ts';
import type { Database, Session } from '../database/database.ts';
import { type AsOf, resolveAsOf } from '../lists/as-of.ts';
import { type Dataset, selectDataset } from '../records/documents.ts';
import { loadFlowFacts, loadUmbrellas } from './flow-facts.ts';

/** What the analyses of one day start from. */
export interface MoneyFacts {
  dataset: Dataset;
  moment: AsOf;
  flows: readonly FlowFact[];
  umbrellaOf: UmbrellaOf;
}

/** Answers the flows known on a day: those that are kept, or read anew. */
export type MoneyFactsOn = (asOf: string | undefined) => Promise<MoneyFacts>;

/** Days whose flows are kept in memory at a time. */
const daysKeptMax = 4;

/** Reads the flows that were known on a day. */
export const loadMoneyFacts = async (session: Session, asOf: string | undefined, today: string): Promise<MoneyFacts> => {
  const dataset = await selectDataset(session);
  const moment = resolveAsOf(dataset, asOf, today);
  return { dataset, moment, flows: await loadFlowFacts(session, moment), umbrellaOf: await loadUmbrellas(session, moment) };
};

/** Keeps the flows of the days last asked for, until the data move. */
export const createMoneyFacts = (database: Database, today: () => string): MoneyFactsOn => {
  const kept = new LRUCache<string, Promise<MoneyFacts>>({ max: daysKeptMax });
  return (asOf) => {
    const key = `${database.changeToken()} ${today()} ${asOf ?? ''}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const loading = database.read((session) => loadMoneyFacts(session, asOf, today()));
    kept.set(key, loading);
    loading.catch(() => kept.delete(key));
    return loading;
  };
};
