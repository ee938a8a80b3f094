import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../database/database.ts';
import {
  type ClaimedDelivery,
  claimDeliveries,
  disableOrphans,
  lookAhead,
  makeDeliveries,
  messageOf,
  noteOutcome,
  pruneDeliveries,
} from './outbox.ts';
import { sendMessage } from './send.ts';

/** How often the deliverer polls for work. An idle poll only compares a number in memory. */
const lookEveryMs = 250;
const pruneEveryMs = 3_600_000;
/**
 * Maximum number of messages in flight per process, and per subscription within it, so that one slow receiver does not delay the others.
 */
const messagesMax = 100;
const messagesPerWebhookMax = 5;

export interface DelivererOptions {
  database: Database;
  clock: () => Date;
  /** Allow messages to addresses that are not public. */
  allowPrivate: boolean;
  log: { warn(details: object, message: string): void };
}

export interface Deliverer {
  start(): void;
  /** Resolves when the messages in flight have been sent and their outcomes recorded. */
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
  /** Ends the current pause early, when a delivery slot becomes free or the server stops. */
  let wake = new AbortController();
  let hasRoomAgain = false;
  const sending = new Set<Promise<void>>();
  const onTheirWay = new Map<string, number>();
  let running: Promise<void> | undefined;
  let seenToken: number | undefined;
  let dueAt: string | undefined;
  let prunedAt = 0;

  const freeFor = (webhookId: string): number => messagesPerWebhookMax - (onTheirWay.get(webhookId) ?? 0);
  const busyOnes = (): string[] => [...onTheirWay.keys()].filter((id) => freeFor(id) === 0);

  const deliver = async (one: ClaimedDelivery): Promise<void> => {
    try {
      const message = await database.read((session) => messageOf(session, one, clock()));
      const outcome = await sendMessage(message, clock(), allowPrivate);
      await database.write((session) => noteOutcome(session, one, outcome, clock()));
    } catch (error) {
      log.warn({ err: error }, 'could not record the outcome of a webhook delivery; it will be sent again');
    }
  };

  const begin = (one: ClaimedDelivery): void => {
    const { id } = one.subscription;
    onTheirWay.set(id, (onTheirWay.get(id) ?? 0) + 1);
    const sent = deliver(one).finally(() => {
      sending.delete(sent);
      const left = (onTheirWay.get(id) ?? 1) - 1;
      if (left === 0) onTheirWay.delete(id);
      else onTheirWay.set(id, left);
      hasRoomAgain = true;
      wake.abort();
    });
    sending.add(sent);
  };

  /** Starts deliveries that are due while there are free slots. Does not wait for their outcomes. */
  const beginDue = async (): Promise<void> => {
    for (let limit = messagesMax - sending.size; limit > 0 && !stopped.signal.aborted; limit = messagesMax - sending.size) {
      const room = { limit, busy: busyOnes(), freeFor };
      const claimed = await database.write((session) => claimDeliveries(session, clock(), room));
      if (claimed.length === 0) return;
      for (const one of claimed) begin(one);
    }
  };

  const look = async (): Promise<void> => {
    const token = database.changeToken();
    const now = clock();
    if (!hasRoomAgain && token === seenToken && (dueAt === undefined || dueAt > now.toISOString())) return;
    hasRoomAgain = false;
    const ahead = await database.read((session) => lookAhead(session, busyOnes()));
    const isDue = ahead.dueAt !== undefined && ahead.dueAt <= now.toISOString();
    if (ahead.isBehind || isDue) await database.write((session) => disableOrphans(session, now));
    if (ahead.isBehind) while (await database.write((session) => makeDeliveries(session, now)));
    if (ahead.isBehind || isDue) await beginDue();
    if (now.getTime() - prunedAt > pruneEveryMs && ahead.dueAt !== undefined) {
      await database.write((session) => pruneDeliveries(session, now));
      prunedAt = now.getTime();
    }
    // The token was read before the work, so the next poll sees concurrent writes and this round's own.
    seenToken = token;
    dueAt = sending.size < messagesMax ? (await database.read((session) => lookAhead(session, busyOnes()))).dueAt : undefined;
  };

  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      wake = new AbortController();
      await look().catch((error: unknown) => log.warn({ err: error }, 'webhook delivery failed; retrying'));
      await pause(lookEveryMs, undefined, { signal: wake.signal, ref: false }).catch(() => undefined);
    }
  };

  return {
    start: () => {
      running ??= run();
    },
    stop: async () => {
      stopped.abort();
      wake.abort();
      await running;
      await Promise.all(sending);
    },
  };
};
