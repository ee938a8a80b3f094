import { Problem } from '../http/problems.ts';
import { RecordMoved } from '../http/redirects.ts';

/** An error as plain data, because errors lose their class between threads. */
export type Failure =
  | ({ kind: 'problem' } & Pick<Problem, 'type' | 'message' | 'errors' | 'headers'>)
  | { kind: 'moved'; currentId: string }
  | { kind: 'error'; name: string; message: string; stack: string | undefined; retryAfterSeconds: number | undefined };

/** Converts an error to plain data for the main thread. */
export const toFailure = (error: unknown): Failure => {
  if (error instanceof Problem) {
    const { type, message, errors, headers } = error;
    return { kind: 'problem', type, message, errors, headers };
  }
  if (error instanceof RecordMoved) return { kind: 'moved', currentId: error.currentId };
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const { retryAfterSeconds } = Object(error) as { retryAfterSeconds?: number };
  return { kind: 'error', name, message, stack, retryAfterSeconds };
};

/** Recreates an error from a worker thread. */
export const toError = (failure: Failure): Error => {
  if (failure.kind === 'moved') return new RecordMoved(failure.currentId);
  if (failure.kind === 'error') return Object.assign(new Error(failure.message), failure);
  const { type, message, errors, headers } = failure;
  return new Problem(type, message, { headers, ...(errors !== undefined && { errors }) });
};
