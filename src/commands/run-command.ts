import { InvalidEnvironment } from '../config.ts';
import { DatabaseUnavailable, DatabaseUnusable, StorageFull, WriteQueueFull } from '../database/database.ts';
import { DanglingReferences } from '../ingest/commit.ts';
import { CopyError } from '../ingest/copy-database.ts';
import { InvalidDataset } from '../ingest/dataset-files.ts';
import { WorkerFailed } from './workers.ts';

/** An error that the user can fix. Only its message is printed. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const isUserFacing = (error: unknown): error is Error =>
  [
    UsageError,
    WorkerFailed,
    CopyError,
    DatabaseUnavailable,
    DatabaseUnusable,
    StorageFull,
    WriteQueueFull,
    InvalidEnvironment,
    InvalidDataset,
    DanglingReferences,
  ].some((type) => error instanceof type);

/** Runs a command. Prints a {@link CommandError} without a stack trace, and sets exit status 1 on any error. */
export const runCommand = async (command: () => Promise<void>): Promise<void> => {
  try {
    await command();
  } catch (error) {
    console.error(isUserFacing(error) ? error.message : error);
    process.exitCode = 1;
  }
};
