import { setPriority } from 'node:os';
import { LRUCache } from 'lru-cache';
import { move, transferableSymbol, valueSymbol } from 'piscina';
import type { DatabaseReader } from '../database/database.ts';
import { openReader } from '../database/open.ts';
import type { Analysis } from '../graph-data/analysis.ts';
import { createGraphSnapshotLoader, type loadGraphSnapshot } from '../graph-data/snapshot.ts';
import type { ResponsePayload } from '../http/response-cache.ts';
import { type Failure, toFailure } from './failures.ts';
import { type TaskName, tasks } from './tasks.ts';

// Entry point of a worker thread: receives a task and a database, and transfers the bytes of the response to the main thread.

/** A request from the main thread. */
export interface WorkerRequest {
  name: TaskName;
  taskArguments: unknown;
  /** The database to read: the newest data or a release. */
  url: string;
  today: string;
  /** The main thread sets its only element to 1 to cancel the task. */
  stopFlag: Int32Array;
}

/** A response to the main thread. */
export type WorkerResult = ({ body: Uint8Array<ArrayBuffer> } & Omit<ResponsePayload, 'body'>) | { failure: Failure } | { isStopped: true };

/** Maximum number of open databases: the newest data and recently used releases. */
const maxDatabases = 3;

class Stopped extends Error {
  override readonly name = 'Stopped';
}

// On Linux, priorities apply to threads: prefer the main thread.
if (process.platform === 'linux') setPriority(10);

const databases = new LRUCache<string, { reader: DatabaseReader; loadSnapshot: typeof loadGraphSnapshot }>({
  max: maxDatabases,
  // A thread runs one task at a time, so no task uses the database that is closed here.
  dispose: ({ reader }) => void reader.close(),
});

const openDatabase = async (url: string) => {
  const opened = databases.get(url) ?? { reader: await openReader(url), loadSnapshot: createGraphSnapshotLoader() };
  databases.set(url, opened);
  return opened;
};

const encode = ({ body, ...rest }: ResponsePayload): WorkerResult => {
  // Copy to a separate buffer: transferring detaches it, and Node allocates small buffers from a shared pool.
  const bytes = new Uint8Array(Buffer.byteLength(body));
  if (typeof body === 'string') new TextEncoder().encodeInto(body, bytes);
  else bytes.set(body);
  return { body: bytes, ...rest };
};

const run = async ({ name, taskArguments, url, today, stopFlag }: WorkerRequest): Promise<WorkerResult> => {
  const throwIfStopped = () => {
    if (Atomics.load(stopFlag, 0) === 1) throw new Stopped();
  };
  try {
    throwIfStopped();
    const { reader, loadSnapshot } = await openDatabase(url);
    const task = tasks[name] as (analysis: Analysis, taskArguments: unknown) => Promise<ResponsePayload>;
    const answer = await reader.read((session) =>
      task(
        {
          session,
          today,
          loadSnapshot: async (asOf) => {
            const snapshot = await loadSnapshot(session, asOf, today);
            throwIfStopped();
            return snapshot;
          },
          run: async (work) => {
            for (;;) {
              const step = work.next();
              if (step.done === true) return step.value;
              throwIfStopped();
            }
          },
        },
        taskArguments,
      ),
    );
    return encode(answer);
  } catch (error) {
    return error instanceof Stopped ? { isStopped: true } : { failure: toFailure(error) };
  }
};

/** Runs a task and transfers its result. */
export const runTask = async (request: WorkerRequest) => {
  const result = await run(request);
  if (!('body' in result)) return result;
  return move({ [transferableSymbol]: result.body.buffer, [valueSymbol]: result });
};
