import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Database } from '../database/database.ts';
import { writeExports } from '../exports/write-exports.ts';
import { type DumpedRecord, type DumpedRevision, dumpRecords, dumpRevisions } from '../publication/dump.ts';
import { openReleaseDatabase, removeReleaseDatabase } from './release-database.ts';
import { exportsFolderOf } from './release-exports.ts';
import {
  headFileOf,
  type ReleaseHead,
  readReleases,
  recordsFile,
  releasesFolderOf,
  releaseVersionPattern,
  revisionsFile,
} from './release-files.ts';

/** The release cannot be made as it was asked for. */
export class ReleaseRefused extends Error {
  override readonly name = 'ReleaseRefused';
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

/**
 * Freezes the data as they are: a folder `releases/<version>` that is never written again, made from one snapshot and put in
 * its place when it is whole, with the files that readers download made from the database of the release itself.
 */
export const createRelease = async (database: Database, dataDir: string, version: string, now: Date): Promise<ReleaseHead> => {
  if (!releaseVersionPattern.test(version))
    throw new ReleaseRefused(`Invalid release version "${version}": expected a version such as 2026.11.1.`);
  const releasesFolder = releasesFolderOf(dataDir);
  const earlier = await readReleases(releasesFolder);
  const isThereAlready = () => new ReleaseRefused(`The release ${version} already exists.`);
  if (earlier.some((release) => release.version === version)) throw isThereAlready();
  const making = join(releasesFolder, `.making-${version}-${process.pid}`);
  await mkdir(making, { recursive: true });
  let release: ReleaseHead | undefined;
  try {
    const head = await database.read(async (session) => {
      const { dataset } = session.tables;
      const [row] = await session.orm.select().from(dataset);
      if (row === undefined) throw new ReleaseRefused('The database has no dataset.');
      const counts: Record<string, number> = {};
      const counted = async function* () {
        for await (const rows of dumpRecords(session)) {
          for (const { collection, body } of rows) if (body !== null) counts[collection] = (counts[collection] ?? 0) + 1;
          yield rows;
        }
      };
      await writeLines(join(making, recordsFile), counted());
      await writeLines(join(making, revisionsFile), dumpRevisions(session));
      const { name, date, license, sequence, knownTo } = row;
      return { name, date, license, sequence, knownTo, counts, dataVersion: `${row.version}+${sequence}` };
    });
    release = { format: 1, version, createdAt: now.toISOString(), ...head };
    const frozen = await openReleaseDatabase(release, making, dataDir);
    try {
      await mkdir(exportsFolderOf(making));
      await writeExports(frozen, exportsFolderOf(making));
    } finally {
      await frozen.close();
    }
    await writeFile(headFileOf(making), `${JSON.stringify(release, null, 2)}\n`);
    for (const file of await readdir(making, { recursive: true, withFileTypes: true }))
      if (file.isFile()) await chmod(join(file.parentPath, file.name), 0o444);
    await rename(making, join(releasesFolder, version)).catch((error: NodeJS.ErrnoException) => {
      // Another process was faster.
      throw error.code === 'ENOTEMPTY' || error.code === 'EEXIST' ? isThereAlready() : error;
    });
    return release;
  } catch (error) {
    if (release !== undefined) await removeReleaseDatabase(release, making, dataDir);
    await rm(making, { recursive: true, force: true });
    throw error;
  }
};
