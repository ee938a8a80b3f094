import type { Database } from '../database/database.ts';

/** What routes that write need. */
export interface WriteContext {
  database: Database;
  clock: () => Date;
}
