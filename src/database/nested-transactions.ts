import { AsyncLocalStorage } from 'node:async_hooks';
import type { Database } from './database.ts';

/**
 * Refuses a transaction that is opened inside another: one engine would deadlock, the other would quietly not be atomic. Tests run
 * with it. A server does not: to follow what belongs together makes every promise of the process dearer before Node 24, and a
 * kept answer some 15 % slower.
 */
export const rejectNestedTransactions = (database: Database): Database => {
  // Of this database alone: a copy reads one while it writes the other.
  const openTransaction = new AsyncLocalStorage<true>();
  const runOutermost = <T>(run: () => Promise<T>): Promise<T> => {
    if (openTransaction.getStore() !== undefined)
      throw new Error('A transaction is already open. Pass its session on instead of opening another one.');
    return openTransaction.run(true, run);
  };
  return {
    ...database,
    read: async (work) => runOutermost(() => database.read(work)),
    readLong: async (work) => runOutermost(() => database.readLong(work)),
    write: async (work) => runOutermost(() => database.write(work)),
  };
};
