import { setImmediate } from 'node:timers/promises';

/** Runs a long computation on a thread that serves others: they have their turn at each of its pauses. */
export const runInSlices = async <Result>(work: Generator<void, Result>): Promise<Result> => {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    await setImmediate();
  }
};
