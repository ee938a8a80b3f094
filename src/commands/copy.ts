import { existsSync } from 'node:fs';
import { openDatabase } from '../database/open.ts';
import { copyDatabase } from '../ingest/copy-database.ts';
import { UsageError } from './run-command.ts';

/** Copies a database of either engine to an empty one of either engine, and verifies every row. */
export const runCopy = async (from: string | undefined, to: string | undefined): Promise<void> => {
  for (const [option, url] of Object.entries({ from, to })) {
    if (url === undefined || !/^(sqlite:.+|postgres(ql)?:\/\/.+)/.test(url))
      throw new UsageError(`--${option} must be sqlite:<file> or postgres://<user>@<host>/<database>.`);
  }
  if (from === undefined || to === undefined || from === to) throw new UsageError('--from and --to name the same database.');
  // Opening a SQLite database creates it.
  if (from.startsWith('sqlite:') && !existsSync(from.slice('sqlite:'.length)))
    throw new UsageError(`--from: ${from.slice('sqlite:'.length)} does not exist.`);
  const source = await openDatabase(from);
  try {
    const target = await openDatabase(to);
    try {
      const counts = await copyDatabase(source, target);
      for (const [table, count] of Object.entries(counts)) console.log(`${table}: ${count}`);
      const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
      console.log(`copied and verified ${total} rows`);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
};
