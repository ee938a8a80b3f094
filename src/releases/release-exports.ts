import { join } from 'node:path';
import type { Database } from '../database/database.ts';
import { createExports, type Exports, type Generation, openGeneration } from '../exports/export-generations.ts';
import type { ReleaseHead } from './release-files.ts';
import { parseDataVersion, type Releases, unknownRelease } from './releases.ts';

/** Returns the folder of the export files of a release. */
export const resolveExportsFolder = (folder: string): string => join(folder, 'exports');

/** Export files by data version. */
export interface VersionedExports {
  /** Returns the files of the current data. */
  current: () => Promise<Generation>;
  /**
   * Returns the files of a release, or of a recent data version that is still on disk.
   *
   * @throws Problem 400 if there are none.
   */
  at: (dataVersion: string) => Promise<Generation>;
  close: () => Promise<void>;
}

/** Adds the files of all releases, which never expire, to the exports of the current data. */
export const withReleases = (exports: Exports, releases: Releases, dataDir: string): VersionedExports => {
  /** The exports of releases that were created without files. */
  const created = new Map<string, { database: Database; exports: Exports }>();

  const createForRelease = async (release: ReleaseHead): Promise<Exports> => {
    const { createdAt, version } = release;
    // The database of a release is closed if too many others are open, and then opened again.
    const { database } = await releases.open(release);
    const known = created.get(createdAt);
    if (known?.database === database) return known.exports;
    const folder = join(dataDir, 'release-exports', `${version}-${createdAt.replaceAll(':', '')}`);
    const opened = createExports({ database, folder });
    created.set(createdAt, { database, exports: opened });
    return opened;
  };

  return {
    current: exports.current,
    at: async (wanted) => {
      const dataVersion = parseDataVersion(wanted);
      const release = await releases.find(dataVersion);
      if (release === undefined) {
        const found = await exports.at(dataVersion);
        if (found === undefined) throw await unknownRelease(releases, dataVersion);
        return found;
      }
      const released = await openGeneration(resolveExportsFolder(releases.resolveFolder(release)));
      return released ?? (await (await createForRelease(release)).current());
    },
    close: async () => {
      await Promise.all([exports, ...[...created.values()].map((one) => one.exports)].map((one) => one.close()));
    },
  };
};
