import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Database } from '../database/database.ts';
import { writeExports } from '../exports/write-exports.ts';
import { type DumpedRecord, type DumpedRevision, dumpRecords, dumpRevisions } from '../ingest/dump.ts';
import { openReleaseDatabase, removeReleaseDatabase } from './release-database.ts';
import { resolveExportsFolder } from './release-exports.ts';
import {
  type ReleaseHead,
  readReleases,
  recordsFile,
  releaseVersionPattern,
  resolveHeadFile,
  resolveReleasesFolder,
  revisionsFile,
} from './release-files.ts';

/** The release cannot be created. */
export class ReleaseError extends Error {
  override readonly name = 'ReleaseError';
}

const writeLines = async (file: string, batches: AsyncIterable<(DumpedRecord | DumpedRevision)[]>): Promise<void> => {
  const stream = createWriteStream(file);
  for await (const rows of batches) {
    const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    if (!stream.write(text)) await once(stream, 'drain');
  }
  stream.end();
  await finished(stream);
};

/** Creates the database and the export files of a release. */
const prepareRelease = async (release: ReleaseHead, folder: string, dataDir: string): Promise<void> => {
  const frozen = await openReleaseDatabase(release, folder, dataDir);
  try {
    await mkdir(resolveExportsFolder(folder));
    await writeExports(frozen, resolveExportsFolder(folder));
  } finally {
    await frozen.close();
  }
};

/**
 * Creates a release of the current data from one snapshot, in a folder `releases/<version>` that never changes. The folder has a temporary
 * name until it is complete. The database of the release and its export files take seconds; without `isPrepared`, the first requests that
 * need them create them.
 *
 * @throws ReleaseError if the version is invalid or exists, or if the database has no dataset.
 */
export const createRelease = async (
  database: Database,
  dataDir: string,
  version: string,
  now: Date,
  { isPrepared = true } = {},
): Promise<ReleaseHead> => {
  if (!releaseVersionPattern.test(version))
    throw new ReleaseError(`Invalid release version "${version}": expected a version such as 2026.11.1.`);
  const releasesFolder = resolveReleasesFolder(dataDir);
  const earlier = await readReleases(releasesFolder);
  const createExistsError = () => new ReleaseError(`The release ${version} already exists.`);
  if (earlier.some((release) => release.version === version)) throw createExistsError();
  const unfinishedFolder = join(releasesFolder, `.making-${version}-${randomUUID()}`);
  await mkdir(unfinishedFolder, { recursive: true });
  let release: ReleaseHead | undefined;
  try {
    const head = await database.read(async (session) => {
      const { dataset } = session.tables;
      const [row] = await session.orm.select().from(dataset);
      if (row === undefined) throw new ReleaseError('The database has no dataset.');
      const counts: Record<string, number> = {};
      const counted = async function* () {
        for await (const rows of dumpRecords(session)) {
          for (const { collection, body } of rows) if (body !== null) counts[collection] = (counts[collection] ?? 0) + 1;
          yield rows;
        }
      };
      await writeLines(join(unfinishedFolder, recordsFile), counted());
      await writeLines(join(unfinishedFolder, revisionsFile), dumpRevisions(session));
      const { name, date, license, sequence, knownTo } = row;
      return { name, date, license, sequence, knownTo, counts, dataVersion: `${row.version}+${sequence}` };
    });
    release = { format: 1, version, createdAt: now.toISOString(), ...head };
    if (isPrepared) await prepareRelease(release, unfinishedFolder, dataDir);
    await writeFile(resolveHeadFile(unfinishedFolder), `${JSON.stringify(release, null, 2)}\n`);
    for (const file of await readdir(unfinishedFolder, { recursive: true, withFileTypes: true }))
      if (file.isFile()) await chmod(join(file.parentPath, file.name), 0o444);
    await rename(unfinishedFolder, join(releasesFolder, version)).catch((error: NodeJS.ErrnoException) => {
      // Another process created the same release in the meantime.
      throw error.code === 'ENOTEMPTY' || error.code === 'EEXIST' ? createExistsError() : error;
    });
    return release;
  } catch (error) {
    if (release !== undefined) await removeReleaseDatabase(release, unfinishedFolder, dataDir);
    await rm(unfinishedFolder, { recursive: true, force: true });
    throw error;
  }
};
