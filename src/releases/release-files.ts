import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** The version of a release: year, month, and a number within the month. */
export const releaseVersionPattern = /^\d{4}\.(1[0-2]|[1-9])\.\d{1,4}$/;

export const recordsFile = 'records.ndjson';
export const revisionsFile = 'revisions.ndjson';
const headFile = 'release.json';

/** Schema of `release.json`. Keep it compatible, because newer versions of Roundtrip must read older releases. */
export const releaseHeadSchema = z.object({
  format: z.literal(1),
  version: z.string().regex(releaseVersionPattern),
  createdAt: z.string(),
  /** `meta.dataVersion` of the data when the release was created. */
  dataVersion: z.string(),
  name: z.string(),
  date: z.string(),
  license: z.string(),
  sequence: z.int(),
  knownTo: z.string(),
  counts: z.record(z.string(), z.int()),
});
export type ReleaseHead = z.infer<typeof releaseHeadSchema>;

/** Returns the folder of all releases. */
export const resolveReleasesFolder = (dataDir: string): string => join(dataDir, 'releases');

/** Returns the path of `release.json` in the folder of a release. */
export const resolveHeadFile = (folder: string): string => join(folder, headFile);

const readHead = async (folder: string): Promise<ReleaseHead | undefined> => {
  try {
    return releaseHeadSchema.parse(JSON.parse(await readFile(resolveHeadFile(folder), 'utf8')));
  } catch {
    return undefined;
  }
};

/**
 * Reads the heads of all releases in a folder, newest first. Skips folders without a valid `release.json`, so that a damaged release does
 * not hide the others.
 */
export const readReleases = async (folder: string): Promise<ReleaseHead[]> => {
  const names = (await readdir(folder).catch(() => [])).filter((name) => releaseVersionPattern.test(name));
  const heads = await Promise.all(names.map((name) => readHead(join(folder, name))));
  return heads.filter((head) => head !== undefined).sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
};
