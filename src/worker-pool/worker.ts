import { setPriority } from 'node:os';
import { LRUCache } from 'lru-cache';
import { move, transferableSymbol, valueSymbol } from 'piscina';
import type { DatabaseReader } from '../database/database.ts';
import { openReader } from '../database/open.ts';
import type { Analysis } from '../graph-data/analysis.ts';
import { createGraphSnapshotLoader, type loadGraphSnapshot } from '../graph-data/snapshot.ts';
import type { ResponsePayload } from '../http/response-cache.ts';
import { type TaskName, tasks } from '../modules/tasks.ts';
import { type Failure, toFailure } from './failures.ts';

// A worker thread: it is told which task to run on which database, and answers bytes that are moved, not copied, to the main thread.

/** What the main thread asks for. */
export interface WorkerRequest {
  name: TaskName;
  taskArguments: unknown;
  /** The database to read: the newest data, or those of a release. */
  url: string;
  today: string;
  /** Its one element becomes 1 once nobody waits for the result. */
  stopFlag: Int32Array;
}

/** What the main thread is told. */
export type WorkerResult = ({ body: Uint8Array<ArrayBuffer> } & Omit<ResponsePayload, 'body'>) | { failure: Failure } | { isStopped: true };

/** The newest data, and the releases that were asked for last. */
const databasesMax = 3;

class Stopped extends Error {
  override readonly name = 'Stopped';
}

// Linux knows priorities of threads: whoever serves requests goes first.
if (process.platform === 'linux') setPriority(10);

const databases = new LRUCache<string, { reader: DatabaseReader; moneyFacts: typeof loadGraphSnapshot }>({
  max: databasesMax,
  // A thread runs one task at a time, so that nobody reads from the one that is closed.
  dispose: ({ reader }) => void reader.close(),
});

const databaseAt = async (url: string) => {
  const opened = databases.get(url) ?? { reader: await openReader(url), moneyFacts: createGraphSnapshotLoader() };
  databases.set(url, opened);
  return opened;
};

const encode = ({ body, ...rest }: ResponsePayload): WorkerResult => {
  // A buffer of its own: what is moved is gone here, and Node's small buffers share one.
  const bytes = new Uint8Array(Buffer.byteLength(body));
  if (typeof body === 'string') new TextEncoder().encodeInto(body, bytes);
  else bytes.set(body);
  return { body: bytes, ...rest };
};

const run = async ({ name, taskArguments, url, today, stopFlag }: WorkerRequest): Promise<WorkerResult> => {
  const checkWanted = () => {
    if (Atomics.load(stopFlag, 0) === 1) throw new Stopped();
  };
  try {
    checkWanted();
    const { reader, moneyFacts: getGraphSnapshot } = await databaseAt(url);
    const task = tasks[name] as (analysis: Analysis, taskArguments: unknown) => Promise<ResponsePayload>;
    const answer = await reader.read((session) =>
      task(
        {
          session,
          today,
          moneyFacts: async (asOf) => {
            const snapshot = await getGraphSnapshot(session, asOf, today);
            checkWanted();
            return snapshot;
          },
          run: async (work) => {
            for (;;) {
              const step = work.next();
              if (step.done === true) return step.value;
              checkWanted();
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

/** Runs a task. What it answers is moved. */
export const runTask = async (request: WorkerRequest) => {
  const result = await run(request);
  if (!('body' in result)) return result;
  return move({ [transferableSymbol]: result.body.buffer, [valueSymbol]: result });
};
