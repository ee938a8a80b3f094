import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Database } from '../database/database.ts';
import { openDatabase, schemaVersion } from '../database/open.ts';
import { type DumpedRecord, type DumpedRevision, restoreDump } from '../ingest/dump.ts';
import { derivationVersion } from '../projections/rebuild.ts';
import { type ReleaseHead, recordsFile, revisionsFile } from './release-files.ts';

const linesPerBatch = 500;

async function* readLines<Row>(file: string): AsyncGenerator<Row[]> {
  let batch: Row[] = [];
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    batch.push(JSON.parse(line) as Row);
    if (batch.length < linesPerBatch) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Adds the columns that a release of an older version lacks. */
async function* withDefaults<Row>(batches: AsyncIterable<Row[]>, empty: Partial<Row>): AsyncGenerator<Row[]> {
  for await (const rows of batches) yield rows.map((row) => ({ ...empty, ...row }));
}

const restoreRelease = async (
  file: string,
  folder: string,
  { version, name, date, license, sequence, knownTo }: ReleaseHead,
): Promise<void> => {
  const database = await openDatabase(`sqlite:${file}`);
  try {
    await database.write((session) =>
      restoreDump(
        session,
        { version, name, date, license, sequence, knownTo },
        {
          records: withDefaults(readLines<DumpedRecord>(join(folder, recordsFile)), { renamedTo: null }),
          revisions: withDefaults(readLines<DumpedRevision>(join(folder, revisionsFile)), { renamedTo: null }),
        },
      ),
    );
    await database.analyze();
  } finally {
    await database.close();
  }
};

const resolveDatabaseFile = async (release: ReleaseHead, folder: string, dataDir: string): Promise<string> => {
  // The inode distinguishes a release from a failed attempt at the same version, even if both started in the same millisecond.
  const { ino } = await stat(join(folder, recordsFile));
  const fingerprint = createHash('sha256').update(`${release.createdAt} ${ino}`).digest('hex').slice(0, 8);
  return join(dataDir, 'release-databases', `${release.version}-${fingerprint}-${await schemaVersion()}-${derivationVersion}.db`);
};

/** Removes the database of a release that could not be created. */
export const removeReleaseDatabase = async (release: ReleaseHead, folder: string, dataDir: string): Promise<void> =>
  rm(await resolveDatabaseFile(release, folder, dataDir), { force: true });

/**
 * Opens the database of a release, which the same queries read as the current data. Builds it from the release's NDJSON files on first use,
 * and again for each schema and derivation version, so an old release needs no migration.
 */
export const openReleaseDatabase = async (release: ReleaseHead, folder: string, dataDir: string): Promise<Database> => {
  const file = await resolveDatabaseFile(release, folder, dataDir);
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (!isThere) {
    const unfinishedFile = `${file}.${process.pid}.making`;
    await mkdir(dirname(file), { recursive: true });
    await rm(unfinishedFile, { force: true });
    try {
      await restoreRelease(unfinishedFile, folder, release);
      await rename(unfinishedFile, file);
    } catch (error) {
      await rm(unfinishedFile, { force: true });
      throw error;
    }
  }
  return openDatabase(`sqlite:${file}`);
};
