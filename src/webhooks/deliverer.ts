import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../database/database.ts';
import {
  buildMessage,
  type ClaimedDelivery,
  checkOutbox,
  claimDeliveries,
  createDeliveries,
  disableOrphans,
  pruneDeliveries,
  recordOutcome,
} from './outbox.ts';
import { sendMessage } from './send.ts';

/** How often the deliverer polls for work. An idle poll only compares a number in memory. */
const pollIntervalMs = 250;
/** How long a stopping server waits for the messages in flight. */
const maxStopMs = 3_000;
const pruneIntervalMs = 3_600_000;
/**
 * Maximum number of messages in flight per process, and per subscription within it, so that one slow receiver does not delay the others.
 */
const maxMessages = 100;
const maxMessagesPerWebhook = 5;

export interface DelivererOptions {
  database: Database;
  clock: () => Date;
  /** Allow messages to addresses that are not public. */
  allowPrivate: boolean;
  log: { warn(details: object, message: string): void };
}

export interface Deliverer {
  start(): void;
  /**
   * Resolves when the messages in flight have been sent and their outcomes recorded. Gives up on receivers that do not answer in time:
   * their messages are sent again, by another process or after the next start.
   */
  stop(): Promise<void>;
}

/**
 * Delivers changes to webhook subscribers.
 *
 * The deliverer reads the change feed after the fact and stores the position of each subscription in the database. Writes therefore cost
 * nothing extra, and a crash loses nothing. Processes that share a database claim deliveries, so each is sent by one of them.
 */
export const createDeliverer = ({ database, clock, allowPrivate, log }: DelivererOptions): Deliverer => {
  const stopped = new AbortController();
  /** Ends the attempts that are still in flight some time after the server began to stop. */
  const abandoned = new AbortController();
  /** Ends the current pause early, when a delivery slot becomes free or the server stops. */
  let wake = new AbortController();
  let hasCapacity = false;
  const sending = new Set<Promise<void>>();
  const inFlight = new Map<string, number>();
  let running: Promise<void> | undefined;
  let seenToken: number | undefined;
  let dueAt: string | undefined;
  let prunedAt = 0;

  const getFreeSlots = (webhookId: string): number => maxMessagesPerWebhook - (inFlight.get(webhookId) ?? 0);
  const getBusyIds = (): string[] => [...inFlight.keys()].filter((id) => getFreeSlots(id) === 0);

  const deliver = async (one: ClaimedDelivery): Promise<void> => {
    try {
      const message = await database.read((session) => buildMessage(session, one, clock()));
      const outcome = await sendMessage(message, clock(), allowPrivate, abandoned.signal);
      // Without an outcome, the claim expires and the attempt does not count.
      if (abandoned.signal.aborted && outcome.status === null) return;
      await database.write((session) => recordOutcome(session, one, outcome, clock()));
    } catch (error) {
      log.warn({ err: error }, 'could not record the outcome of a webhook delivery; it will be sent again');
    }
  };

  const startDelivery = (one: ClaimedDelivery): void => {
    const { id } = one.subscription;
    inFlight.set(id, (inFlight.get(id) ?? 0) + 1);
    const sent = deliver(one).finally(() => {
      sending.delete(sent);
      const left = (inFlight.get(id) ?? 1) - 1;
      if (left === 0) inFlight.delete(id);
      else inFlight.set(id, left);
      hasCapacity = true;
      wake.abort();
    });
    sending.add(sent);
  };

  /** Starts deliveries that are due while there are free slots. Does not wait for their outcomes. */
  const startDueDeliveries = async (): Promise<void> => {
    for (let limit = maxMessages - sending.size; limit > 0 && !stopped.signal.aborted; limit = maxMessages - sending.size) {
      const room = { limit, busy: getBusyIds(), getFreeSlots };
      const claimed = await database.write((session) => claimDeliveries(session, clock(), room));
      if (claimed.length === 0) return;
      for (const one of claimed) startDelivery(one);
    }
  };

  const poll = async (): Promise<void> => {
    const token = database.changeToken();
    const now = clock();
    if (!hasCapacity && token === seenToken && (dueAt === undefined || dueAt > now.toISOString())) return;
    hasCapacity = false;
    const pending = await database.read((session) => checkOutbox(session, getBusyIds()));
    const isDue = pending.dueAt !== undefined && pending.dueAt <= now.toISOString();
    if (pending.isBehind || isDue) await database.write((session) => disableOrphans(session, now));
    if (pending.isBehind) while (await database.write((session) => createDeliveries(session, now)));
    if (pending.isBehind || isDue) await startDueDeliveries();
    if (now.getTime() - prunedAt > pruneIntervalMs && (pending.isBehind || isDue)) {
      await database.write((session) => pruneDeliveries(session, now));
      prunedAt = now.getTime();
    }
    // The token was read before the work, so the next poll sees concurrent writes and this round's own.
    seenToken = token;
    dueAt = sending.size < maxMessages ? (await database.read((session) => checkOutbox(session, getBusyIds()))).dueAt : undefined;
  };

  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      wake = new AbortController();
      await poll().catch((error: unknown) => log.warn({ err: error }, 'webhook delivery failed; retrying'));
      await pause(pollIntervalMs, undefined, { signal: wake.signal, ref: false }).catch(() => undefined);
    }
  };

  return {
    start: () => {
      running ??= run();
    },
    stop: async () => {
      stopped.abort();
      wake.abort();
      const late = setTimeout(() => abandoned.abort(), maxStopMs);
      await running;
      await Promise.all(sending);
      clearTimeout(late);
    },
  };
};
