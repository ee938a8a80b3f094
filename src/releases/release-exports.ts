import { join } from 'node:path';
import { type Exports, type Generation, openGeneration } from '../exports/export-generations.ts';
import { type Releases, unknownRelease } from './releases.ts';

/** Where the files that readers download stand in the folder of a release. */
export const resolveExportsFolder = (folder: string): string => join(folder, 'exports');

/** Files by the version of the data that they are of. */
export interface VersionedExports {
  /** Those of the newest data. */
  current: () => Promise<Generation>;
  /** Those of a release, or of a state of the data that are still kept; another is a problem. */
  at: (dataVersion: string) => Promise<Generation>;
}

/** The files of the newest data and of every release: a data version that was released is answered for ever. */
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
