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

/** How often the deliverer looks whether there is anything to do: a number in memory, as long as there is not. */
const lookEveryMs = 250;
const pruneEveryMs = 3_600_000;
/** Messages that a process has on their way at a time; and those of them to one subscription, so that a slow one holds no other up. */
const messagesMax = 100;
const messagesPerWebhookMax = 5;

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
  /** Cuts the pause short: a message has arrived, and there is room for another; or the server ends. */
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
      log.warn({ err: error }, 'what came of a webhook was not noted, and it is sent again');
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

  /** Sends what is due, as far as there is room, and does not wait until it has arrived. */
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
    // What was written meanwhile is looked at next time; so is what this round itself has changed.
    seenToken = token;
    dueAt = sending.size < messagesMax ? (await database.read((session) => lookAhead(session, busyOnes()))).dueAt : undefined;
  };

  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      wake = new AbortController();
      await look().catch((error: unknown) => log.warn({ err: error }, 'webhooks could not be delivered, and are tried again'));
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
