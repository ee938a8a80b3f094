import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';

/** Delay before a worker that died is replaced, so that one that dies at startup does not restart in a tight loop. */
const replaceAfterMs = 1_000;
/** A worker that has not exited by then is killed. Longer than its own shutdown delay. */
const maxStopMs = 11_000;

export interface Workers {
  /** Replaces every worker as soon as its successor listens. */
  restart(): Promise<void>;
  /** Lets every worker finish the requests in flight and exit. */
  close(): Promise<void>;
}

/** A worker exited before it listened: the port is in use, or the database cannot be opened. */
export class WorkerFailed extends Error {
  override readonly name = 'WorkerFailed';
}

/**
 * Disconnects a worker from the port, so that it finishes the requests in flight and exits. A signal could overtake a connection that is
 * already on its way to the worker, which would then never be answered.
 */
const stopWorker = async (worker: Worker): Promise<void> => {
  if (worker.isDead()) return;
  const exited = once(worker, 'exit');
  worker.disconnect();
  const lateKill = new AbortController();
  const late = setTimeout(maxStopMs, undefined, { signal: lateKill.signal }).then(() => worker.process.kill('SIGKILL'));
  await Promise.race([exited, late.catch(() => undefined)]);
  lateKill.abort();
};

/**
 * Starts worker processes that share one port, and replaces each one that dies. Throws if one of the first workers exits before it
 * listens: that is a configuration error, and retrying would not help.
 */
export const startWorkers = async (count: number, log: Logger): Promise<Workers> => {
  const serving = new Set<Worker>();
  const closing = new AbortController();

  const start = async (): Promise<void> => {
    const worker = cluster.fork();
    const listening = once(worker, 'listening').then(() => true);
    const exited = once(worker, 'exit').then(() => false);
    if (!(await Promise.race([listening, exited])))
      throw new WorkerFailed('A worker exited before it was listening. See its log output for the reason.');
    serving.add(worker);
    log.info({ worker: worker.process.pid }, 'worker listening');
    worker.once('exit', (status: number, signal: string) => {
      if (!serving.delete(worker) || closing.signal.aborted) return;
      log.error({ worker: worker.process.pid, status, signal }, 'worker died, starting a replacement');
      void replace();
    });
  };

  const replace = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      try {
        await start();
        return;
      } catch (error) {
        log.error({ err: error }, 'could not replace the worker');
        await setTimeout(replaceAfterMs);
      }
    }
  };

  const close = async (): Promise<void> => {
    closing.abort();
    await Promise.all(Object.values(cluster.workers ?? {}).flatMap((worker) => (worker === undefined ? [] : [stopWorker(worker)])));
  };

  try {
    await Promise.all(Array.from({ length: count }, start));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    close,
    restart: async () => {
      for (const worker of Array.from(serving)) {
        await start();
        // Remove it first, so that its exit does not count as a failure.
        serving.delete(worker);
        await stopWorker(worker);
      }
      log.info('replaced all workers');
    },
  };
};
