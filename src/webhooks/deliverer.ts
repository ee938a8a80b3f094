import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../database/database.ts';
import { claimDeliveries, lookAhead, makeDeliveries, messageOf, noteOutcome, pruneDeliveries } from './outbox.ts';
import { sendMessage } from './send.ts';

/** How often the deliverer looks whether there is anything to do: a number in memory, as long as there is not. */
const lookEveryMs = 250;
const pruneEveryMs = 3_600_000;

export interface DelivererOptions {
  database: Database;
  clock: () => Date;
  /** Whether messages may go to addresses that are not public. */
  allowPrivate: boolean;
  log: { warn(details: object, message: string): void };
}

export interface Deliverer {
  start(): void;
  /** Ends once what is being sent was sent, and what came of it noted. */
  stop(): Promise<void>;
}

/**
 * Tells subscribers of changes. It follows the change feed behind the writes, from where each subscription stands in the database,
 * so that writes pay nothing and nothing is lost whenever a process ends. Processes over one database share the work by claims.
 */
export const createDeliverer = ({ database, clock, allowPrivate, log }: DelivererOptions): Deliverer => {
  const stopped = new AbortController();
  let running: Promise<void> | undefined;
  let seenToken: number | undefined;
  let dueAt: string | undefined;
  let prunedAt = 0;

  const deliverDue = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      const claimed = await database.write((session) => claimDeliveries(session, clock()));
      if (claimed.length === 0) return;
      await Promise.all(
        claimed.map(async (one) => {
          const message = await database.read((session) => messageOf(session, one, clock()));
          const outcome = await sendMessage(message, clock(), allowPrivate);
          await database.write((session) => noteOutcome(session, one, outcome, clock()));
        }),
      );
    }
  };

  const look = async (): Promise<void> => {
    const token = database.changeToken();
    const now = clock();
    if (token === seenToken && (dueAt === undefined || dueAt > now.toISOString())) return;
    const ahead = await database.read(lookAhead);
    if (ahead.isBehind) while (await database.write((session) => makeDeliveries(session, now)));
    if (ahead.isBehind || (ahead.dueAt !== undefined && ahead.dueAt <= now.toISOString())) await deliverDue();
    if (now.getTime() - prunedAt > pruneEveryMs && ahead.dueAt !== undefined) {
      await database.write((session) => pruneDeliveries(session, now));
      prunedAt = now.getTime();
    }
    // What was written meanwhile is looked at next time; so is what this round itself has changed.
    seenToken = token;
    dueAt = (await database.read(lookAhead)).dueAt;
  };

  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await look().catch((error: unknown) => log.warn({ err: error }, 'webhooks could not be delivered, and are tried again'));
      await pause(lookEveryMs, undefined, { signal: stopped.signal, ref: false }).catch(() => undefined);
    }
  };

  return {
    start: () => {
      running ??= run();
    },
    stop: async () => {
      stopped.abort();
      await running;
    },
  };
};
