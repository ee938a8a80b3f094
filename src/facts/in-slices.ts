import { setImmediate } from 'node:timers/promises';

/** Runs work that pauses now and then, and lets everything else go first at each pause. */
export const inSlices = async <Result>(work: Generator<void, Result>): Promise<Result> => {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    await setImmediate();
  }
};
