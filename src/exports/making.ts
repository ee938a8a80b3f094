import { openDatabase } from '../database/open.ts';
import { writeExports } from './write-exports.ts';

// A process of its own: it is told which database and which folder, writes, and tells the key of what it wrote.

/** What the process is asked for. */
export interface MakingRequest {
  url: string;
  folder: string;
}

const make = async ({ url, folder }: MakingRequest): Promise<void> => {
  const database = await openDatabase(url);
  try {
    const { key } = await writeExports(database, folder);
    process.send?.({ key });
  } finally {
    await database.close();
  }
};

// Nobody waits for it any more once the one that asked is gone.
const end = () => process.exit(1);
process.once('disconnect', end);
process.once('message', (request) => {
  make(request as MakingRequest).then(
    () => {
      process.off('disconnect', end);
      process.disconnect();
    },
    (error: unknown) => {
      console.error(error);
      end();
    },
  );
});
