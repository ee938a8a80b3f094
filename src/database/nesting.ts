import { AsyncLocalStorage } from 'node:async_hooks';
import type { Database } from './database.ts';

/**
 * Refuses a transaction that is opened inside another: one engine would deadlock, the other would quietly not be atomic. Tests run
 * with it. A server does not: to follow what belongs together makes every promise of the process dearer before Node 24, and a
 * kept answer some 15 % slower.
 */
export const refuseNesting = (database: Database): Database => {
  // Of this database alone: a copy reads one while it writes the other.
  const inside = new AsyncLocalStorage<true>();
  const refusing = <T>(run: () => Promise<T>): Promise<T> => {
    if (inside.getStore() !== undefined)
      throw new Error('A transaction is already open. Pass its session on instead of opening another one.');
    return inside.run(true, run);
  };
  return {
    ...database,
    read: async (work) => refusing(() => database.read(work)),
    readAtLength: async (work) => refusing(() => database.readAtLength(work)),
    write: async (work) => refusing(() => database.write(work)),
  };
};
