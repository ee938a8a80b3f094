import { join } from 'node:path';
import { type Exports, type Generation, openGeneration } from '../exports/export-generations.ts';
import { type Releases, unknownRelease } from './releases.ts';

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
}

/** Adds the files of all releases, which never expire, to the exports of the current data. */
export const withReleases = (exports: Exports, releases: Releases): VersionedExports => ({
  current: exports.current,
  at: async (dataVersion) => {
    const release = await releases.find(dataVersion);
    const released = release === undefined ? undefined : await openGeneration(resolveExportsFolder(releases.resolveFolder(release)));
    const found = released ?? (await exports.at(dataVersion));
    if (found === undefined) throw await unknownRelease(releases, dataVersion);
    return found;
  },
});
