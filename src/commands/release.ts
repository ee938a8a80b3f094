import type { Config } from '../config.ts';
import { openDatabase } from '../database/open.ts';
import { createRelease, ReleaseError } from '../releases/create-release.ts';
import { createReleases } from '../releases/releases.ts';
import { UsageError } from './run-command.ts';

/** Creates or lists releases. */
export const manageReleases = async (config: Config, action: string | undefined, version: string | undefined): Promise<void> => {
  const releases = createReleases(config.dataDir);
  try {
    if (action === 'list') {
      for (const release of await releases.list()) console.log(`${release.version}  ${release.createdAt}  ${release.dataVersion}`);
    } else if (action === 'create' && version !== undefined) {
      const database = await openDatabase(config.databaseUrl);
      try {
        const release = await createRelease(database, config.dataDir, version, new Date());
        console.log(
          `released ${release.version}: ${release.dataVersion}, ${Object.values(release.counts).reduce((a, b) => a + b, 0)} records`,
        );
      } finally {
        await database.close();
      }
    } else throw new UsageError('Usage: roundtrip release create VERSION (for example 2026.11.1), or roundtrip release list');
  } catch (error) {
    if (error instanceof ReleaseError) throw new UsageError(error.message);
    throw error;
  } finally {
    await releases.close();
  }
};
