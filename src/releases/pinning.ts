import { AsyncLocalStorage } from 'node:async_hooks';
import type { Database } from '../database/database.ts';
import type { PinnedRelease } from './releases.ts';

const pinStorage = new AsyncLocalStorage<PinnedRelease>();

/** The release that the current request is pinned to. */
export const currentPin = (): PinnedRelease | undefined => pinStorage.getStore();

/** Runs a request pinned to a release: everything that it calls, and waits for, reads from that release. */
export const runPinned = (pin: PinnedRelease, run: () => void): void => pinStorage.run(pin, run);

/** Returns a database that reads from the release that the current request is pinned to, and otherwise from this one. */
export const readFromPin = (database: Database): Database => ({
  ...database,
  get url() {
    return (currentPin()?.database ?? database).url;
  },
  read: (work) => (currentPin()?.database ?? database).read(work),
  readLong: (work) => (currentPin()?.database ?? database).readLong(work),
  changeToken: () => (currentPin()?.database ?? database).changeToken(),
});
