import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import type { Database } from '../database/database.ts';
import { invalidRequest, type Problem } from '../http/problems.ts';
import { findNearest } from '../http/suggestions.ts';
import { openReleaseDatabase } from './release-database.ts';
import { type ReleaseHead, readReleases, resolveReleasesFolder } from './release-files.ts';

/** An open release. */
export interface PinnedRelease {
  release: ReleaseHead;
  folder: string;
  database: Database;
}

/** The releases of a server. */
export interface Releases {
  /** Returns all releases, newest first. */
  list(): Promise<ReleaseHead[]>;
  /** Finds a release by its version or its data version. */
  find(name: string): Promise<ReleaseHead | undefined>;
  open(release: ReleaseHead): Promise<PinnedRelease>;
  resolveFolder(release: ReleaseHead): string;
  close(): Promise<void>;
}

/** Maximum number of open release databases. */
const maxOpen = 8;
/** Time from the eviction of a database until it is closed, so that requests in progress can finish. */
const closeDelayMs = 60_000;

/** Opens the releases in `dataDir/releases`. Their databases are built in `dataDir/release-databases`. */
export const createReleases = (dataDir: string): Releases => {
  const releasesFolder = resolveReleasesFolder(dataDir);
  const resolveFolder = ({ version }: ReleaseHead) => join(releasesFolder, version);
  const closing = new Set<Promise<void>>();
  const closeNow = (opened: Promise<PinnedRelease>) => opened.then(({ database }) => database.close()).catch(() => undefined);
  const open = new LRUCache<string, Promise<PinnedRelease>>({
    max: maxOpen,
    dispose: (opened, _version, reason) => {
      if (reason === 'evict') setTimeout(() => void closing.add(closeNow(opened)), closeDelayMs).unref();
    },
  });
  const list = () => readReleases(releasesFolder);
  return {
    list,
    resolveFolder,
    find: async (name) => {
      const all = await list();
      return all.find(({ version, dataVersion, sequence }) => [version, dataVersion, `${version}+${sequence}`].includes(name));
    },
    open: (release) => {
      const known = open.get(release.version);
      if (known !== undefined) return known;
      const opening = openReleaseDatabase(release, resolveFolder(release), dataDir).then((database) => ({
        release,
        folder: resolveFolder(release),
        database,
      }));
      open.set(release.version, opening);
      opening.catch(() => open.delete(release.version));
      return opening;
    },
    close: async () => {
      await Promise.all([...closing, ...[...open.values()].map(closeNow)]);
      open.clear();
    },
  };
};

/** Returns a data version as it was written. Query strings decode its plus sign as a space. */
export const parseDataVersion = (parameter: string): string => parameter.replaceAll(' ', '+');

/** Builds the problem for a data version that is not a release. */
export const unknownRelease = async (releases: Releases, name: string): Promise<Problem> => {
  const versions = (await releases.list()).map(({ version }) => version);
  const nearest = findNearest(name, versions);
  const valid = versions.length === 0 ? 'No release exists yet.' : `Releases: ${versions.join(', ')}.`;
  return invalidRequest([
    {
      parameter: 'dataVersion',
      message: `Unknown release "${name}". ${valid}`,
      ...(nearest !== undefined && { didYouMean: nearest }),
    },
  ]);
};
