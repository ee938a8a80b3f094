import type { Session } from '../database/database.ts';
import { runInSlices } from './run-in-slices.ts';
import { loadGraphSnapshot, type MoneyGraphSnapshot } from './snapshot.ts';

/** The environment of an analysis. It reads one snapshot, so that its response is consistent. */
export interface Analysis {
  session: Session;
  /** The current day in UTC. */
  today: string;
  /** Loads the flows that were known on a day. */
  loadSnapshot: (asOf: string | undefined) => Promise<MoneyGraphSnapshot>;
  /** Runs a long computation. Throws if the client has disconnected. */
  run: <Result>(work: Generator<void, Result>) => Promise<Result>;
}

/** Creates an analysis that runs on the main thread, for exports that read page after page from one snapshot. */
export const analysisInSlices = (session: Session, today: string): Analysis => {
  const snapshot = new Map<string | undefined, Promise<MoneyGraphSnapshot>>();
  return {
    session,
    today,
    run: runInSlices,
    loadSnapshot: (asOf) => {
      const loading = snapshot.get(asOf) ?? loadGraphSnapshot(session, asOf, today);
      snapshot.set(asOf, loading);
      return loading;
    },
  };
};
