import { and, isNotNull, isNull, ne, or } from 'drizzle-orm';
import type { Database, Session } from '../database/database.ts';
import { createRelease, ReleaseError } from './create-release.ts';
import { readReleases, releaseVersionPattern, resolveReleasesFolder } from './release-files.ts';

/** Returns the version of the dataset if every record is as in its file. */
const findUneditedVersion = async ({ orm, tables: { dataset, records } }: Session): Promise<string | undefined> => {
  const [edited] = await orm
    .select({ id: records.id })
    .from(records)
    .where(
      or(
        and(isNotNull(records.body), or(isNull(records.fileHash), ne(records.fileHash, records.bodyHash))),
        // Retracted or renamed, although the file is still there.
        and(isNull(records.body), isNotNull(records.fileHash)),
      ),
    )
    .limit(1);
  const [row] = await orm.select({ version: dataset.version }).from(dataset);
  return edited === undefined ? row?.version : undefined;
};

/**
 * Makes the imported dataset a release, so that the data version of any response can be pinned and cited. Does nothing if the release
 * exists, or if the data differ from the files.
 *
 * @returns The version of a new release.
 */
export const releaseDataset = async (database: Database, dataDir: string, now: Date): Promise<string | undefined> => {
  const version = await database.read(findUneditedVersion);
  if (version === undefined || !releaseVersionPattern.test(version)) return undefined;
  const releases = await readReleases(resolveReleasesFolder(dataDir));
  if (releases.some((release) => release.version === version)) return undefined;
  try {
    await createRelease(database, dataDir, version, now, { isPrepared: false });
    return version;
  } catch (error) {
    // Another process has just created it.
    if (error instanceof ReleaseError) return undefined;
    throw error;
  }
};
