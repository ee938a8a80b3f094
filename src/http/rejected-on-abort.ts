/** A promise that never resolves, and rejects with the reason of a signal once that aborts. For `Promise.race`. */
export const rejectedOnAbort = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
