import { openDatabase } from '../database/open.ts';
import { writeExports } from './write-exports.ts';

// Entry point of the export process: receives the database URL and the folder, writes the files, and sends back their export key.

/** The message that starts the export process. */
export interface ExportJob {
  url: string;
  folder: string;
}

const runExport = async ({ url, folder }: ExportJob): Promise<void> => {
  const database = await openDatabase(url);
  try {
    const { key } = await writeExports(database, folder);
    process.send?.({ key });
  } finally {
    await database.close();
  }
};

// Stop when the parent process has gone, since nobody waits for the result.
const exitWithFailure = () => process.exit(1);
process.once('disconnect', exitWithFailure);
process.once('message', (request) => {
  runExport(request as ExportJob).then(
    () => {
      process.off('disconnect', exitWithFailure);
      process.disconnect();
    },
    (error: unknown) => {
      console.error(error);
      exitWithFailure();
    },
  );
});
