import { openDatabase } from '../database/open.ts';
import { copyDatabase } from '../publication/copy.ts';
import { UsageError } from './explain.ts';

/** Moves a whole database, of either engine, into an empty one. */
export const copy = async (from: string | undefined, to: string | undefined): Promise<void> => {
  if (from === undefined || to === undefined) throw new UsageError('copy needs --from URL and --to URL.');
  if (from === to) throw new UsageError('--from and --to are the same database.');
  const source = await openDatabase(from);
  try {
    const target = await openDatabase(to);
    try {
      const { records, revisions } = await copyDatabase(source, target);
      console.log(`copied ${records} records and ${revisions} revisions, each verified`);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
};
