import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** A release is named by year, month and a number within the month. */
export const releaseVersionPattern = /^\d{4}\.(1[0-2]|[1-9])\.\d{1,4}$/;

export const recordsFile = 'records.ndjson';
export const revisionsFile = 'revisions.ndjson';
const headFile = 'release.json';

/** `release.json`: what a release is. Its form is kept, so that later versions of the software read earlier releases. */
export const releaseHeadSchema = z.object({
  format: z.literal(1),
  version: z.string().regex(releaseVersionPattern),
  createdAt: z.string(),
  /** The state of the data that was frozen, as `meta.dataVersion` told it then. */
  dataVersion: z.string(),
  name: z.string(),
  date: z.string(),
  license: z.string(),
  sequence: z.int(),
  knownTo: z.string(),
  counts: z.record(z.string(), z.int()),
});
export type ReleaseHead = z.infer<typeof releaseHeadSchema>;

/** Where the releases of a server stand. */
export const resolveReleasesFolder = (dataDir: string): string => join(dataDir, 'releases');

/** Where the head of a release in a folder stands. */
export const resolveHeadFile = (folder: string): string => join(folder, headFile);

const readHead = async (folder: string): Promise<ReleaseHead | undefined> => {
  try {
    return releaseHeadSchema.parse(JSON.parse(await readFile(resolveHeadFile(folder), 'utf8')));
  } catch {
    return undefined;
  }
};

/**
 * The releases in a folder of releases, the newest first. What is no release that this software can read is passed over, so that
 * a broken one takes no other with it.
 */
export const readReleases = async (folder: string): Promise<ReleaseHead[]> => {
  const names = (await readdir(folder).catch(() => [])).filter((name) => releaseVersionPattern.test(name));
  const heads = await Promise.all(names.map((name) => readHead(join(folder, name))));
  return heads.filter((head) => head !== undefined).sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
};
