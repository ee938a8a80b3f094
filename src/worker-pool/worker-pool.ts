import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { Problem } from '../http/problems.ts';
import type { ResponsePayload } from '../http/response-cache.ts';
import type { TaskArguments, TaskName } from '../modules/tasks.ts';
import { programFor } from '../programs.ts';
import { toError } from './failures.ts';
import { createLane } from './lane.ts';
import type { WorkerRequest, WorkerResult } from './worker.ts';

/** Limits of the worker pool. */
export interface WorkerPoolLimits {
  threads: number;
  /** Maximum number of waiting tasks that can run for seconds. Four times as many of the other tasks can wait. Further ones are rejected. */
  waitingMax: number;
  /** Maximum time for a task to wait and run. */
  deadlineMs: number;
  /** The number of changes from which a dataset is so large that its slow lists run on worker threads too. */
  listChangesMin: number;
}

/** At least two threads, so that a search does not wait for a long analysis. */
export const defaultLimits: WorkerPoolLimits = {
  threads: Math.min(8, Math.max(2, availableParallelism() - 1)),
  waitingMax: 16,
  deadlineMs: 30_000,
  listChangesMin: 20_000,
};

/** Time after which the thread of a task that does not stop is terminated, such as one within a database statement. */
const stopMsMax = 5_000;
/** Maximum time for tasks to finish once the server closes. */
const maxCloseMs = 5_000;
/** Time after which an idle thread exits. One always stays. */
const idleMsMax = 60_000;
/** Most short tasks take milliseconds, so that more of them can wait. */
const shortWaitingFactor = 4;
const retryAfterSeconds = 5;
const advice = 'Narrow it down with filters, or lower maxLength or samples.';

/** Tasks that search the graph can run for seconds. The other tasks read a bounded number of rows, and one thread is reserved for them. */
const longTasks: ReadonlySet<TaskName> = new Set<TaskName>(['cycles', 'exposure', 'graph', 'paths', 'scores']);

/** The data that a task reads. */
interface TaskData {
  url: string;
  today: string;
}

/** Worker threads with their own read-only connections. */
export interface WorkerPool {
  readonly running: number;
  readonly waiting: number;
  /** Starts the first thread ahead of the first task. */
  start(): void;
  run<Name extends TaskName>(name: Name, taskArguments: TaskArguments<Name>, data: TaskData, signal: AbortSignal): Promise<ResponsePayload>;
  /** Shortens the deadlines of all tasks, because the server is closing. */
  drain(): void;
  /** Terminates the threads. */
  close(): Promise<void>;
}

const unavailable = (detail: string): Problem =>
  new Problem('unavailable', detail, { headers: { 'retry-after': String(retryAfterSeconds) } });

const createThreads = (threads: number): Piscina<WorkerRequest, WorkerResult> => {
  const { file, execArgv } = programFor('worker-pool/worker');
  return new Piscina<WorkerRequest, WorkerResult>({
    filename: file,
    name: 'runTask',
    execArgv,
    minThreads: 1,
    maxThreads: threads,
    idleTimeout: idleMsMax,
    // Idle threads must still process events of their database connections.
    atomics: 'disabled',
    recordTiming: false,
    resourceLimits: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 16 },
  });
};

/** Creates a pool. The first thread starts with `start` or the first task. */
export const createWorkerPool = (
  { threads, waitingMax, deadlineMs }: Omit<WorkerPoolLimits, 'listChangesMin'>,
  onThreadFailure: (error: Error) => void,
): WorkerPool => {
  const lanes = {
    short: createLane({ runningMax: threads, waitingMax: waitingMax * shortWaitingFactor }),
    long: createLane({ runningMax: Math.max(Math.min(1, threads), threads - 1), waitingMax }),
  };
  /** Shortens the deadline of every waiting or running task. */
  const shortenDeadlines = new Set<() => void>();
  let isDraining = false;
  let started: Piscina<WorkerRequest, WorkerResult> | undefined;

  const start = (): Piscina<WorkerRequest, WorkerResult> => {
    started ??= createThreads(threads).on('error', onThreadFailure);
    return started;
  };

  /** Runs a task on a thread. When the signal aborts, asks the task to stop, and terminates the thread if it does not. */
  const runOnThread = async (request: WorkerRequest, signal: AbortSignal): Promise<ResponsePayload> => {
    signal.throwIfAborted();
    const end = new AbortController();
    let late: NodeJS.Timeout | undefined;
    const stop = () => {
      Atomics.store(request.stopFlag, 0, 1);
      late = setTimeout(() => end.abort(), stopMsMax);
    };
    signal.addEventListener('abort', stop, { once: true });
    try {
      const result = await start().run(request, { signal: end.signal });
      if ('isStopped' in result) throw signal.reason;
      if ('failure' in result) throw toError(result.failure);
      return { ...result, body: Buffer.from(result.body.buffer) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY')
        throw unavailable(`The analysis needs more memory than it may use. ${advice}`);
      throw error;
    } finally {
      clearTimeout(late);
      signal.removeEventListener('abort', stop);
    }
  };

  return {
    get running() {
      return lanes.short.running + lanes.long.running;
    },
    get waiting() {
      return lanes.short.waiting + lanes.long.waiting;
    },
    start: () => void start(),
    run: async (name, taskArguments, { url, today }, signal) => {
      signal.throwIfAborted();
      const lane = longTasks.has(name) ? lanes.long : lanes.short;
      if (lane.isFull()) throw unavailable('Too many analyses are running or waiting.');
      const stopped = new AbortController();
      const leave = () => stopped.abort(signal.reason);
      let deadline: NodeJS.Timeout | undefined;
      const expire = (ms: number, detail: string) => {
        clearTimeout(deadline);
        deadline = setTimeout(() => stopped.abort(unavailable(detail)), ms);
      };
      const shorten = () => expire(maxCloseMs, 'The server is shutting down.');
      if (isDraining) shorten();
      else expire(deadlineMs, `The analysis took longer than ${deadlineMs / 1_000} seconds. ${advice}`);
      shortenDeadlines.add(shorten);
      signal.addEventListener('abort', leave, { once: true });
      const request = { name, taskArguments, url, today, stopFlag: new Int32Array(new SharedArrayBuffer(4)) };
      const runInTurn = async (): Promise<ResponsePayload> => {
        await lane.enter(stopped.signal);
        try {
          return await runOnThread(request, stopped.signal);
        } finally {
          lane.leave();
        }
      };
      try {
        const response = runInTurn();
        const rejectedOnAbort = new Promise<never>((_resolve, reject) => {
          stopped.signal.addEventListener('abort', () => reject(stopped.signal.reason), { once: true });
        });
        // Respond right away; the thread stops a little later.
        return await Promise.race([response, rejectedOnAbort]);
      } finally {
        clearTimeout(deadline);
        signal.removeEventListener('abort', leave);
        shortenDeadlines.delete(shorten);
      }
    },
    drain: () => {
      isDraining = true;
      for (const shorten of shortenDeadlines) shorten();
    },
    close: async () => {
      await started?.destroy();
    },
  };
};
