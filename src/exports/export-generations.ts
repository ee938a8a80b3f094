import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { lock } from 'proper-lockfile';
import type { Database } from '../database/database.ts';
import { Problem } from '../http/problems.ts';
import { programFor } from '../programs.ts';
import type { buildDataPackage } from './data-package.ts';
import type { ExportJob } from './export-process.ts';
import { computeExportKey } from './write-exports.ts';

/** Maximum time that a request waits for an export to finish. */
export const makingWaitMsMax = 20_000;
/** Number of newest generations to keep, so that clients can finish downloading the one they started with. */
const maxGenerations = 3;
const maxExportMs = 3_600_000;
/** Age after which an unfinished folder belongs to a process that died. */
const staleAfterMs = maxExportMs + 600_000;
const unfinishedPrefix = '.making-';
/** Lock shared by all processes: only one of them creates files at a time. */
const lockName = '.making-lock';
/** Time after which the lock of a process that died is released. */
const lockStaleMs = 30_000;
const lockPollMs = 250;

/** The files of one version of the data, in a folder that never changes. */
export interface Generation {
  folder: string;
  package: ReturnType<typeof buildDataPackage>;
}

export interface Exports {
  /**
   * Returns the files of the newest data and generates them if necessary.
   *
   * @throws Problem 503 if that takes longer than 20 seconds or fails.
   */
  current: () => Promise<Generation>;
  /** Returns the files of a data version, or undefined if they no longer exist. */
  at(dataVersion: string): Promise<Generation | undefined>;
  close(): Promise<void>;
}

/** Opens a generation. Returns undefined if it is missing or incomplete. */
export const openGeneration = async (folder: string): Promise<Generation | undefined> => {
  try {
    const description = JSON.parse(await readFile(join(folder, 'datapackage.json'), 'utf8')) as Generation['package'];
    for (const { path, bytes } of description.resources) if ((await stat(join(folder, path))).size !== bytes) return undefined;
    return { folder, package: description };
  } catch {
    return undefined;
  }
};

const yieldToOthers = ({ pid }: ChildProcess): void => {
  try {
    if (pid !== undefined) setPriority(pid, 10);
  } catch {
    // The process has ended already, or the system has no priorities.
  }
};

/**
 * Generates the files in a child process with low priority and returns their export key.
 *
 * @throws Problem 503 if the process fails.
 */
const runExportProcess = async (request: ExportJob, onStart: (child: ChildProcess) => void): Promise<string> => {
  const { file, execArgv } = programFor('exports/export-process');
  const child = fork(file, [], {
    execArgv,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    timeout: maxExportMs,
  });
  onStart(child);
  yieldToOthers(child);
  let key: string | undefined;
  child.on('message', (message) => {
    key = (message as { key: string }).key;
  });
  const ended = once(child, 'exit');
  // If sending fails, the process ends without a key, which is handled below.
  child.send(request, () => undefined);
  await ended;
  // The child process has already logged the cause to stderr.
  if (key === undefined) throw new Problem('unavailable', 'Could not create the export files.', { headers: { 'retry-after': '30' } });
  return key;
};

/** Acquires the lock of the folder once no other process holds it. Returns the function that releases it. */
const acquireLock = async (folder: string, signal: AbortSignal): Promise<() => Promise<void>> => {
  const options = {
    lockfilePath: join(folder, lockName),
    stale: lockStaleMs,
    // Losing the lock costs duplicate work, since another process creates the same files, but does no harm.
    onCompromised: () => undefined,
  };
  for (;;) {
    signal.throwIfAborted();
    try {
      return await lock(folder, options);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
      await delay(lockPollMs);
    }
  }
};

/** Removes abandoned folders and all but the newest generations. On POSIX systems, open files stay readable until they are closed. */
const removeOldGenerations = async (folder: string): Promise<void> => {
  const entries = await Promise.all(
    (await readdir(folder)).map(async (name) => ({ name, madeAt: (await stat(join(folder, name))).mtimeMs })),
  );
  const isUnfinished = ({ name }: { name: string }) => name.startsWith(unfinishedPrefix);
  const abandoned = entries.filter((entry) => isUnfinished(entry) && Date.now() - entry.madeAt > staleAfterMs);
  const old = entries
    .filter((entry) => !isUnfinished(entry))
    .sort((a, b) => b.madeAt - a.madeAt)
    .slice(maxGenerations);
  for (const { name } of [...abandoned, ...old]) await rm(join(folder, name), { recursive: true, force: true });
};

/**
 * Manages the export files in a folder that several processes can share. Each state of the data has its own folder, which is generated
 * under a temporary name and renamed when it is complete.
 */
export const createExports = ({ database, folder }: { database: Database; folder: string }): Exports => {
  const opened = new LRUCache<string, Generation>({ max: maxGenerations });
  let pending: Promise<Generation> | undefined;
  let child: ChildProcess | undefined;
  const closing = new AbortController();

  /** Opens a generation and caches it. Later calls only check that its folder still exists. */
  const find = async (key: string): Promise<Generation | undefined> => {
    const path = join(folder, key);
    const known = opened.get(key);
    const exists = known !== undefined && (await stat(join(path, 'datapackage.json')).catch(() => undefined)) !== undefined;
    const found = exists ? known : await openGeneration(path);
    if (found === undefined) opened.delete(key);
    else opened.set(key, found);
    return found;
  };

  /** Generates the files while holding the lock. The other processes find the finished files when they get it. */
  const exportWithLock = async (): Promise<Generation> => {
    await mkdir(folder, { recursive: true });
    const release = await acquireLock(folder, closing.signal);
    try {
      const { key } = await database.read(computeExportKey);
      return (await find(key)) ?? (await exportGeneration());
    } finally {
      // A lock that was lost cannot be released.
      await release().catch(() => undefined);
    }
  };

  const exportGeneration = async (): Promise<Generation> => {
    const unfinished = join(folder, `${unfinishedPrefix}${randomUUID()}`);
    await mkdir(unfinished, { recursive: true });
    try {
      const key = await runExportProcess({ url: database.url, folder: unfinished }, (started) => {
        child = started;
      });
      const finished = join(folder, key);
      if ((await openGeneration(finished)) === undefined) {
        // Replace a damaged generation. Another process may have created a valid one in the meantime; that is checked below.
        await rm(finished, { recursive: true, force: true });
        await rename(unfinished, finished).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
        });
      }
      await removeOldGenerations(folder);
      const generation = await openGeneration(finished);
      if (generation === undefined) throw new Error('The exports were made, but cannot be opened.');
      return generation;
    } finally {
      child = undefined;
      await rm(unfinished, { recursive: true, force: true });
    }
  };

  /** Returns the pending export, which all concurrent requests share, or starts one. */
  const getPendingExport = (): Promise<Generation> => {
    pending ??= exportWithLock().finally(() => {
      pending = undefined;
    });
    return pending;
  };

  const waitFor = async (generation: Promise<Generation>, deadline: number): Promise<Generation> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(
        () =>
          reject(
            new Problem('unavailable', 'The export files for the newest data are being created.', { headers: { 'retry-after': '30' } }),
          ),
        Math.max(0, deadline - performance.now()),
      );
    });
    try {
      return await Promise.race([generation, late]);
    } finally {
      clearTimeout(timer);
    }
  };

  const current = async (): Promise<Generation> => {
    const deadline = performance.now() + makingWaitMsMax;
    for (;;) {
      const { key } = await database.read(computeExportKey);
      const known = await find(key);
      if (known !== undefined) return known;
      // An export that was already running can contain older data, so check again. One that this call started cannot.
      const isOwn = pending === undefined;
      const generation = await waitFor(getPendingExport(), deadline);
      if (isOwn) return generation;
    }
  };

  return {
    current,
    at: async (dataVersion) => {
      // A recreated database restarts its versions, so the folder may hold other data under the newest version. Compare the export key.
      const newest = await database.read(computeExportKey);
      if (newest.dataVersion === dataVersion) {
        const generation = await current();
        if (generation.package.version === dataVersion) return generation;
      }
      const names: string[] = await readdir(folder).catch(() => []);
      for (const name of names.filter((one) => !one.startsWith(unfinishedPrefix))) {
        const generation = await find(name);
        if (generation?.package.version === dataVersion) return generation;
      }
      return undefined;
    },
    close: async () => {
      closing.abort(new Problem('unavailable', 'The server is shutting down.', { headers: { 'retry-after': '5' } }));
      child?.kill();
      await pending?.catch(() => undefined);
    },
  };
};
