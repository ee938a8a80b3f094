import { and, asc, eq, inArray, isNotNull, isNull, lt, lte, notInArray, or, sql } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { toDay } from '../domain/dates.ts';
import { selectChanges } from '../records/changes.ts';
import { nextAttemptAt } from './schedule.ts';
import type { AttemptOutcome, Message } from './send.ts';
import { type Delivery, listActiveSecrets, type Subscription, toDelivery, updateSubscription } from './subscriptions.ts';

/** Changes per subscription to turn into deliveries in one transaction. */
const changesPerBatch = 500;
/** Duration of a claim. If the process has not recorded an outcome by then, another one can claim the delivery. */
const claimMs = 60_000;
const retentionMs = 30 * 24 * 3_600_000;

/** Disables the subscriptions whose API key was revoked or has expired. */
export const disableOrphans = async (session: Session, now: Date): Promise<void> => {
  const { webhooks, apiKeys } = session.tables;
  const usesEndedKey = (condition: ReturnType<typeof isNotNull>) =>
    and(eq(webhooks.isEnabled, true), inArray(webhooks.apiKeyId, session.orm.select({ id: apiKeys.id }).from(apiKeys).where(condition)));
  for (const [disabledReason, condition] of [
    ['Its API key was revoked.', isNotNull(apiKeys.revokedAt)],
    ['Its API key has expired.', lt(apiKeys.expiresOn, toDay(now))],
  ] as const)
    await session.orm.update(webhooks).set({ isEnabled: false, disabledReason }).where(usesEndedKey(condition));
};

/**
 * Checks for outstanding work.
 *
 * @param busy Ids of subscriptions without free slots; their deliveries are ignored.
 * @returns `isBehind`: whether an enabled subscription has not processed the newest change. `dueAt`: when the next delivery is due.
 */
export const checkOutbox = async (session: Session, busy: readonly string[]): Promise<{ isBehind: boolean; dueAt: string | undefined }> => {
  const { webhooks, webhookDeliveries, dataset } = session.tables;
  const [behind] = await session.orm
    .select({ id: webhooks.id })
    .from(webhooks)
    .where(and(eq(webhooks.isEnabled, true), lt(webhooks.position, session.orm.select({ sequence: dataset.sequence }).from(dataset))))
    .limit(1);
  const [due] = await session.orm
    .select({ nextAttemptAt: webhookDeliveries.nextAttemptAt, claimedUntil: webhookDeliveries.claimedUntil })
    .from(webhookDeliveries)
    .innerJoin(webhooks, eq(webhooks.id, webhookDeliveries.webhookId))
    .where(and(eq(webhooks.isEnabled, true), isNotNull(webhookDeliveries.nextAttemptAt), notInArray(webhooks.id, [...busy])))
    .orderBy(asc(sql`coalesce(${webhookDeliveries.claimedUntil}, ${webhookDeliveries.nextAttemptAt})`))
    .limit(1);
  return { isBehind: behind !== undefined, dueAt: due?.claimedUntil ?? due?.nextAttemptAt ?? undefined };
};

/**
 * Creates deliveries for the changes that each enabled subscription has not processed, one batch at a time.
 *
 * @returns Whether there may be more.
 */
export const createDeliveries = async (session: Session, now: Date): Promise<boolean> => {
  const { webhooks, webhookDeliveries, revisions } = session.tables;
  const subscriptions = await session.orm.select().from(webhooks).where(eq(webhooks.isEnabled, true));
  let isMore = false;
  for (const subscription of subscriptions) {
    const changes = await session.orm
      .select({ sequence: revisions.sequence, collection: revisions.collection })
      .from(revisions)
      .where(sql`${revisions.sequence} > ${subscription.position}`)
      .orderBy(revisions.sequence)
      .limit(changesPerBatch);
    const last = changes.at(-1);
    if (last === undefined) continue;
    const subscribedCollections: string[] | null = subscription.collections === null ? null : JSON.parse(subscription.collections);
    const deliveries = changes
      .filter(({ collection }) => subscribedCollections === null || subscribedCollections.includes(collection))
      .map(({ sequence }) => toDelivery(subscription, sequence, now));
    if (deliveries.length > 0) await session.orm.insert(webhookDeliveries).values(deliveries).onConflictDoNothing();
    await updateSubscription(session, subscription.id, { position: last.sequence });
    isMore ||= changes.length === changesPerBatch;
  }
  return isMore;
};

export interface ClaimedDelivery {
  delivery: Delivery;
  subscription: Subscription;
}

/**
 * Claims deliveries that are due, so that no other process sends them until the claim expires.
 *
 * @param room `limit`: maximum number of deliveries. `busy`: ids of subscriptions without free slots. `getFreeSlots`: number of messages
 * that can still be sent to a subscription.
 */
export const claimDeliveries = async (
  session: Session,
  now: Date,
  { limit, busy, getFreeSlots }: { limit: number; busy: readonly string[]; getFreeSlots: (webhookId: string) => number },
): Promise<ClaimedDelivery[]> => {
  const { webhooks, webhookDeliveries } = session.tables;
  const instant = now.toISOString();
  const due = await session.orm
    .select({ delivery: webhookDeliveries, subscription: webhooks })
    .from(webhookDeliveries)
    .innerJoin(webhooks, eq(webhooks.id, webhookDeliveries.webhookId))
    .where(
      and(
        lte(webhookDeliveries.nextAttemptAt, instant),
        or(isNull(webhookDeliveries.claimedUntil), lte(webhookDeliveries.claimedUntil, instant)),
        eq(webhooks.isEnabled, true),
        notInArray(webhooks.id, [...busy]),
      ),
    )
    .orderBy(asc(webhookDeliveries.nextAttemptAt), asc(webhookDeliveries.sequence))
    .limit(limit);
  const counts = new Map<string, number>();
  const claimed = due.filter(({ subscription: { id } }) => {
    const count = (counts.get(id) ?? 0) + 1;
    counts.set(id, count);
    return count <= getFreeSlots(id);
  });
  const ids = claimed.map(({ delivery }) => delivery.id);
  if (ids.length > 0)
    await session.orm
      .update(webhookDeliveries)
      .set({ claimedUntil: new Date(now.getTime() + claimMs).toISOString() })
      .where(inArray(webhookDeliveries.id, ids));
  return claimed;
};

const eventTypes: Readonly<Record<string, string>> = { put: 'record.put', retract: 'record.retracted', rename: 'record.renamed' };

/** Builds the message of a delivery. Changes are immutable, so every attempt sends the same body. */
export const buildMessage = async (session: Session, { delivery, subscription }: ClaimedDelivery, now: Date): Promise<Message> => {
  const { id, sequence, createdAt } = delivery;
  const [change] = sequence === null ? [] : await selectChanges(session, sequence - 1, 1);
  const body =
    change === undefined
      ? JSON.stringify({ type: 'webhook.test', timestamp: createdAt, data: {} })
      : `{"type":"${eventTypes[change.operation] ?? change.operation}","timestamp":"${change.recordedAt}","data":${change.text}}`;
  return { id, url: subscription.url, secrets: listActiveSecrets(subscription, now), body };
};

/**
 * Records the outcome of an attempt: delivered, to be retried, or failed. A failed delivery disables its subscription; so does a
 * receiver that returns 410 Gone.
 */
export const recordOutcome = async (
  session: Session,
  { delivery, subscription }: ClaimedDelivery,
  outcome: AttemptOutcome,
  now: Date,
): Promise<void> => {
  const { webhookDeliveries } = session.tables;
  const attempts = delivery.attempts + 1;
  const isDelivered = outcome.error === null;
  const next = isDelivered ? undefined : nextAttemptAt(attempts, now, outcome.retryAfterSeconds);
  const isGone = outcome.status === 410;
  const isGivenUp = !isDelivered && (next === undefined || isGone);
  await session.orm
    .update(webhookDeliveries)
    .set({
      status: isDelivered ? 'delivered' : isGivenUp ? 'failed' : 'pending',
      attempts,
      nextAttemptAt: isGivenUp ? null : (next?.toISOString() ?? null),
      claimedUntil: null,
      lastAttemptAt: now.toISOString(),
      lastStatus: outcome.status,
      lastError: outcome.error,
    })
    .where(eq(webhookDeliveries.id, delivery.id));
  if (!isGivenUp) return;
  const reason = isGone ? 'The receiver returned 410 Gone.' : `A message failed after ${attempts} attempts: ${outcome.error ?? ''}`;
  await updateSubscription(session, subscription.id, { isEnabled: false, disabledReason: reason });
};

/** Deletes finished deliveries that were created more than 30 days ago. */
export const pruneDeliveries = async (session: Session, now: Date): Promise<void> => {
  const { webhookDeliveries } = session.tables;
  const before = new Date(now.getTime() - retentionMs).toISOString();
  await session.orm.delete(webhookDeliveries).where(and(isNull(webhookDeliveries.nextAttemptAt), lt(webhookDeliveries.createdAt, before)));
};
