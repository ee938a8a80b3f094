import { nextTurn } from '../turns.ts';

/** Runs a computation on the main thread and yields to the event loop at each of its pauses. */
export const runInSlices = async <Result>(work: Generator<void, Result>): Promise<Result> => {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    await nextTurn();
  }
};
