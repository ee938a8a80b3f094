import { AsyncLocalStorage } from 'node:async_hooks';
import type { Database } from '../database/database.ts';
import type { Pin } from './releases.ts';

const pins = new AsyncLocalStorage<Pin>();

/** The release that the current request is pinned to. */
export const currentPin = (): Pin | undefined => pins.getStore();

/** Runs a request pinned to a release: everything that it calls, and waits for, reads from that release. */
export const runPinned = (pin: Pin, run: () => void): void => pins.run(pin, run);

/** Returns a database that reads from the release that the current request is pinned to, and otherwise from this one. */
export const readFromPin = (database: Database): Database => ({
  ...database,
  get url() {
    return (currentPin()?.database ?? database).url;
  },
  read: (work) => (currentPin()?.database ?? database).read(work),
  readAtLength: (work) => (currentPin()?.database ?? database).readAtLength(work),
  changeToken: () => (currentPin()?.database ?? database).changeToken(),
});
