import type { Session } from '../database/database.ts';
import { runInSlices } from './run-in-slices.ts';
import { loadGraphSnapshot, type MoneyGraphSnapshot } from './snapshot.ts';

/** What an analysis reads from and runs on. It reads one snapshot, so that all parts of its answer are of the same data. */
export interface Analysis {
  session: Session;
  /** The day of now, in UTC. */
  today: string;
  /** The flows that were known on a day. */
  moneyFacts: (asOf: string | undefined) => Promise<MoneyGraphSnapshot>;
  /** Runs a long computation to its end; throws where nobody waits for the result any more. */
  run: <Result>(work: Generator<void, Result>) => Promise<Result>;
}

/** An analysis on the thread that serves requests, for pages that are read one after another from an open snapshot. */
export const analysisInSlices = (session: Session, today: string): Analysis => {
  const snapshot = new Map<string | undefined, Promise<MoneyGraphSnapshot>>();
  return {
    session,
    today,
    run: runInSlices,
    moneyFacts: (asOf) => {
      const loading = snapshot.get(asOf) ?? loadGraphSnapshot(session, asOf, today);
      snapshot.set(asOf, loading);
      return loading;
    },
  };
};
