import { AsyncLocalStorage } from 'node:async_hooks';
import type { Database } from './database.ts';

/**
 * Wraps a database so that opening a transaction inside another one throws. Without this check, one engine would deadlock and the other
 * would run two separate transactions. Only tests use it: before Node 24, AsyncLocalStorage slows down every promise, and cached
 * responses by about 15 %.
 */
export const rejectNestedTransactions = (database: Database): Database => {
  // One store per database, because `copyDatabase` reads one database while it writes another.
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
