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
import { packageRoot } from '../package-root.ts';
import type { dataPackageOf } from './data-package.ts';
import type { MakingRequest } from './making.ts';
import { exportKeyOf } from './write-exports.ts';

/** How long a request waits for the files. */
export const makingWaitMsMax = 20_000;
/** The newest generations are kept, so that clients can finish a download that they began. */
const generationsKept = 3;
const makingMsMax = 3_600_000;
/** Unfinished files this old belong to a process that died. */
const abandonedAfterMs = makingMsMax + 600_000;
const unfinishedPrefix = '.making-';
/** Only one of the processes that share the folder makes files at a time. */
const lockName = '.making-lock';
/** The lock of a process that died is free after this time. */
const lockStaleMs = 30_000;
const lockPollMs = 250;

/** The files of one version of the data, in a folder that never changes. */
export interface Generation {
  folder: string;
  package: ReturnType<typeof dataPackageOf>;
}

export interface Exports {
  /** Returns the files of the newest data, and makes them first if necessary. Rejects with a 503 if that takes too long. */
  current: () => Promise<Generation>;
  /** Returns the files of a version of the data, if it is the newest, or its files are still kept. */
  at(dataVersion: string): Promise<Generation | undefined>;
  close(): Promise<void>;
}

/** Opens a generation, if it exists and is complete. */
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

/** Makes files in a child process of low priority, and returns their key. */
const makeApart = async (request: MakingRequest, onStart: (child: ChildProcess) => void): Promise<string> => {
  const isSource = import.meta.url.endsWith('.ts');
  const child = fork(join(packageRoot, isSource ? 'src/exports/making.ts' : 'dist/exports/making.js'), [], {
    execArgv: isSource ? ['--import', import.meta.resolve('tsx')] : [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    timeout: makingMsMax,
  });
  onStart(child);
  yieldToOthers(child);
  let key: string | undefined;
  child.on('message', (message) => {
    key = (message as { key: string }).key;
  });
  const ended = once(child, 'exit');
  // If the request cannot be sent the process exits, which is handled below.
  child.send(request, () => undefined);
  await ended;
  // The process has written the reason to the log of the server.
  if (key === undefined) throw new Problem('unavailable', 'The files could not be made.', { headers: { 'retry-after': '30' } });
  return key;
};

/** Acquires the lock of the folder once no other process holds it. Returns the function that releases it. */
const acquireLock = async (folder: string, signal: AbortSignal): Promise<() => Promise<void>> => {
  const options = {
    lockfilePath: join(folder, lockName),
    stale: lockStaleMs,
    // A lock that was lost costs work, as another process makes the same files, and breaks nothing.
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

/** Removes old generations and abandoned files. A file that is being read lives until it is closed. */
const clean = async (folder: string): Promise<void> => {
  const entries = await Promise.all(
    (await readdir(folder)).map(async (name) => ({ name, madeAt: (await stat(join(folder, name))).mtimeMs })),
  );
  const isUnfinished = ({ name }: { name: string }) => name.startsWith(unfinishedPrefix);
  const abandoned = entries.filter((entry) => isUnfinished(entry) && Date.now() - entry.madeAt > abandonedAfterMs);
  const old = entries
    .filter((entry) => !isUnfinished(entry))
    .sort((a, b) => b.madeAt - a.madeAt)
    .slice(generationsKept);
  for (const { name } of [...abandoned, ...old]) await rm(join(folder, name), { recursive: true, force: true });
};

/**
 * Keeps the files of the newest data in a folder, which several processes may share. Each generation is made in a temporary folder,
 * which is renamed once it is complete.
 */
export const createExports = ({ database, folder }: { database: Database; folder: string }): Exports => {
  const opened = new LRUCache<string, Generation>({ max: generationsKept });
  let making: Promise<Generation> | undefined;
  let child: ChildProcess | undefined;
  const closing = new AbortController();

  /** Opens a folder once, and after that only checks whether it still exists. */
  const find = async (key: string): Promise<Generation | undefined> => {
    const path = join(folder, key);
    const known = opened.get(key);
    const isThere = known !== undefined && (await stat(join(path, 'datapackage.json')).catch(() => undefined)) !== undefined;
    const found = isThere ? known : await openGeneration(path);
    if (found === undefined) opened.delete(key);
    else opened.set(key, found);
    return found;
  };

  /** Makes the files, unless another process made them while this one waited for the lock. */
  const makeInTurn = async (): Promise<Generation> => {
    await mkdir(folder, { recursive: true });
    const release = await acquireLock(folder, closing.signal);
    try {
      const { key } = await database.read(exportKeyOf);
      return (await find(key)) ?? (await make());
    } finally {
      // A lock that was lost cannot be released.
      await release().catch(() => undefined);
    }
  };

  const make = async (): Promise<Generation> => {
    const unfinished = join(folder, `${unfinishedPrefix}${randomUUID()}`);
    await mkdir(unfinished, { recursive: true });
    try {
      const key = await makeApart({ url: database.url, folder: unfinished }, (started) => {
        child = started;
      });
      const finished = join(folder, key);
      if ((await openGeneration(finished)) === undefined) {
        // An incomplete generation is replaced. One that another process has put there in the meantime is opened below.
        await rm(finished, { recursive: true, force: true });
        await rename(unfinished, finished).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
        });
      }
      await clean(folder);
      const made = await openGeneration(finished);
      if (made === undefined) throw new Error('The exports were made, but cannot be opened.');
      return made;
    } finally {
      child = undefined;
      await rm(unfinished, { recursive: true, force: true });
    }
  };

  /** Shares the generation that is being made between all requests. */
  const shared = (): Promise<Generation> => {
    making ??= makeInTurn().finally(() => {
      making = undefined;
    });
    return making;
  };

  const waitFor = async (made: Promise<Generation>, deadline: number): Promise<Generation> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(
        () => reject(new Problem('unavailable', 'The files of the newest data are being made.', { headers: { 'retry-after': '30' } })),
        Math.max(0, deadline - performance.now()),
      );
    });
    try {
      return await Promise.race([made, late]);
    } finally {
      clearTimeout(timer);
    }
  };

  const current = async (): Promise<Generation> => {
    const deadline = performance.now() + makingWaitMsMax;
    for (;;) {
      const { key } = await database.read(exportKeyOf);
      const known = await find(key);
      if (known !== undefined) return known;
      // A generation that was begun before this request may be of older data.
      const isOwn = making === undefined;
      const made = await waitFor(shared(), deadline);
      if (isOwn) return made;
    }
  };

  return {
    current,
    at: async (dataVersion) => {
      // A new database starts at the same version numbers: files of the newest version in the folder may be of other data.
      const newest = await database.read(exportKeyOf);
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
      closing.abort(new Problem('unavailable', 'The server is stopping.', { headers: { 'retry-after': '5' } }));
      child?.kill();
      await making?.catch(() => undefined);
    },
  };
};
