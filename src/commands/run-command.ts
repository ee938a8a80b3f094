import { InvalidEnvironment } from '../config.ts';
import { DatabaseUnavailable, WriteQueueFull } from '../database/database.ts';
import { DanglingReferences } from '../ingest/commit.ts';
import { CopyError } from '../ingest/copy-database.ts';
import { InvalidDataset } from '../ingest/dataset-files.ts';
import { WorkerFailed } from './workers.ts';

/** What went wrong is the user's to mend, so that the message is all they need. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const isUserFacing = (error: unknown): error is Error =>
  [UsageError, WorkerFailed, CopyError, DatabaseUnavailable, WriteQueueFull, InvalidEnvironment, InvalidDataset, DanglingReferences].some(
    (type) => error instanceof type,
  );

/** Runs a command; what a user can mend is printed without a stack, and every failure ends with exit status 1. */
export const runCommand = async (command: () => Promise<void>): Promise<void> => {
  try {
    await command();
  } catch (error) {
    console.error(isUserFacing(error) ? error.message : error);
    process.exitCode = 1;
  }
};
