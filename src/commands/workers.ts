import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';

/** A worker that dies at once would otherwise be replaced without a pause. */
const replaceAfterMs = 1_000;
/** A worker that does not end by then, which its own delay should not allow, is killed. */
const maxStopMs = 11_000;

export interface Workers {
  /** Replaces every worker, each once its successor listens. */
  restart(): Promise<void>;
  /** Lets every worker finish what is in flight, and end. */
  close(): Promise<void>;
}

/** A worker ended before it listened: the port is taken, or the database cannot be opened. */
export class WorkerFailed extends Error {
  override readonly name = 'WorkerFailed';
}

/**
 * Takes the port from a worker, which then finishes what is in flight and ends. A signal alone could reach it before a
 * connection that is already on its way to it, and that would be answered by nobody.
 */
const stopWorker = async (worker: Worker): Promise<void> => {
  if (worker.isDead()) return;
  const ended = once(worker, 'exit');
  worker.disconnect();
  const lateKill = new AbortController();
  const late = setTimeout(maxStopMs, undefined, { signal: lateKill.signal }).then(() => worker.process.kill('SIGKILL'));
  await Promise.race([ended, late.catch(() => undefined)]);
  lateKill.abort();
};

/**
 * Runs processes that serve one port together, and replaces each one that dies. The first of them have to come to listen: what
 * keeps them from it is an error of the settings, and not to be tried for ever.
 */
export const startWorkers = async (count: number, log: Logger): Promise<Workers> => {
  const serving = new Set<Worker>();
  const closing = new AbortController();

  const start = async (): Promise<void> => {
    const worker = cluster.fork();
    const listening = once(worker, 'listening').then(() => true);
    const ended = once(worker, 'exit').then(() => false);
    if (!(await Promise.race([listening, ended])))
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
        // No longer one of those that serve, so that its end is no failure.
        serving.delete(worker);
        await stopWorker(worker);
      }
      log.info('replaced all workers');
    },
  };
};
