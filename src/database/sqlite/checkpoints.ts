import { once } from 'node:events';
import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { programFor } from '../../programs.ts';

/** Size from which the WAL is copied to the database, and to which its file is cut when it starts over. */
export const maxWalBytes = 4 * 1_048_576;
/** Size from which SQLite checkpoints the WAL itself, in pages of 4 kB. Bounds the WAL if the thread cannot run. */
export const autoCheckpointPages = 262_144;
/** Minimum time between two checkpoints. One does not truncate the WAL while an old snapshot is read. */
const pauseMs = 2_000;

const runThread = async (file: string): Promise<void> => {
  const { file: program, execArgv } = programFor('database/sqlite/checkpoint');
  await once(new Worker(program, { workerData: file, execArgv }), 'exit');
};

/**
 * Creates the checkpoints of a SQLite file. They run on a thread: by default, the commit that makes the WAL large copies and syncs its
 * pages, which blocks the event loop, after a large import for seconds.
 */
export const createCheckpoints = (file: string) => {
  const wal = `${file}-wal`;
  let running: Promise<void> | undefined;
  let endedAt = Number.NEGATIVE_INFINITY;
  const isLarge = () => (statSync(wal, { throwIfNoEntry: false })?.size ?? 0) > maxWalBytes;
  const run = (): Promise<void> => {
    running ??= runThread(file)
      // A checkpoint that fails, such as on a full disk or without a thread, loses nothing. The WAL stays until the next one.
      .catch(() => undefined)
      .finally(() => {
        running = undefined;
        endedAt = performance.now();
      });
    return running;
  };
  return {
    /** Starts a checkpoint if the WAL is large, also after a write that failed because the disk is full: the WAL can then start over. */
    afterWrite: (): void => {
      if (performance.now() - endedAt > pauseMs && isLarge()) void run();
    },
    /** Truncates a large WAL. */
    truncate: async (): Promise<void> => {
      await running;
      if (isLarge()) await run();
    },
    /** Resolves once no checkpoint runs. */
    onIdle: async (): Promise<void> => running,
  };
};
