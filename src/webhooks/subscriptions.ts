import { randomBytes } from 'node:crypto';
import { and, asc, desc, eq, inArray, lt, or, sql } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import type { Tables } from '../database/schema/index.ts';
import type { DeliveryStatus } from '../database/schema/webhooks.ts';
import type { Collection } from '../domain/vocabulary.ts';

export type Subscription = Tables['webhooks']['$inferSelect'];
export type Delivery = Tables['webhookDeliveries']['$inferSelect'];

/** Maximum number of subscriptions per API key. */
export const maxSubscriptions = 20;

export interface NewSubscription {
  apiKeyId: string;
  url: string;
  description: string | null;
  collections: readonly Collection[] | null;
}

/** Creates a secret of 256 random bits in the format of Standard Webhooks. */
const createSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** Lists the subscriptions of one API key, or of all keys, oldest first. */
export const listSubscriptions = (session: Session, apiKeyId: string | undefined): PromiseLike<Subscription[]> => {
  const { webhooks } = session.tables;
  return session.orm
    .select()
    .from(webhooks)
    .where(apiKeyId === undefined ? undefined : eq(webhooks.apiKeyId, apiKeyId))
    .orderBy(asc(webhooks.createdAt), asc(webhooks.id));
};

/** Returns a subscription, or undefined if it does not exist. */
export const findSubscription = async (session: Session, id: string): Promise<Subscription | undefined> => {
  const { webhooks } = session.tables;
  const [row] = await session.orm.select().from(webhooks).where(eq(webhooks.id, id));
  return row;
};

/** Creates a subscription to all changes from now on. */
export const createSubscription = async (
  session: Session,
  { apiKeyId, url, description, collections }: NewSubscription,
  now: Date,
): Promise<Subscription> => {
  const { webhooks, dataset } = session.tables;
  const [row] = await session.orm.select({ sequence: dataset.sequence }).from(dataset);
  const subscription: Subscription = {
    id: `wh_${randomBytes(12).toString('hex')}`,
    apiKeyId,
    url,
    secret: createSecret(),
    previousSecret: null,
    previousSecretUntil: null,
    description,
    collections: collections === null ? null : JSON.stringify(collections),
    isEnabled: true,
    disabledReason: null,
    position: row?.sequence ?? 0,
    createdAt: now.toISOString(),
  };
  await session.orm.insert(webhooks).values(subscription);
  return subscription;
};

/** Updates some columns of a subscription. */
export const updateSubscription = async (session: Session, id: string, changed: Partial<Subscription>): Promise<void> => {
  const { webhooks } = session.tables;
  if (Object.keys(changed).length > 0) await session.orm.update(webhooks).set(changed).where(eq(webhooks.id, id));
};

const previousSecretMs = 24 * 3_600_000;

/**
 * Replaces the secret of a subscription and returns the new one. For 24 hours messages are signed with both secrets, so that the
 * receiver can switch over.
 */
export const rotateSecret = async (session: Session, { id, secret: previousSecret }: Subscription, now: Date): Promise<string> => {
  const secret = createSecret();
  const previousSecretUntil = new Date(now.getTime() + previousSecretMs).toISOString();
  await updateSubscription(session, id, { secret, previousSecret, previousSecretUntil });
  return secret;
};

/** Returns the secrets to sign a message with, newest first. */
export const listActiveSecrets = ({ secret, previousSecret, previousSecretUntil }: Subscription, now: Date): string[] =>
  previousSecret !== null && previousSecretUntil !== null && previousSecretUntil > now.toISOString() ? [secret, previousSecret] : [secret];

/** Deletes a subscription and its deliveries. */
export const deleteSubscription = async (session: Session, id: string): Promise<void> => {
  const { webhooks, webhookDeliveries } = session.tables;
  await session.orm.delete(webhookDeliveries).where(eq(webhookDeliveries.webhookId, id));
  await session.orm.delete(webhooks).where(eq(webhooks.id, id));
};

const toPendingDelivery = (id: string, webhookId: string, sequence: number | null, now: Date): Delivery => ({
  id,
  webhookId,
  sequence,
  status: 'pending',
  attempts: 0,
  nextAttemptAt: now.toISOString(),
  claimedUntil: null,
  lastAttemptAt: null,
  lastStatus: null,
  lastError: null,
  createdAt: now.toISOString(),
});

/**
 * Builds the delivery of a change to a subscription. The id is derived from both, so a delivery that two processes create exists only
 * once.
 */
export const toDelivery = ({ id }: Subscription, sequence: number, now: Date): Delivery =>
  toPendingDelivery(`msg_${id.slice(3)}_${sequence}`, id, sequence, now);

/** Creates a test delivery that contains no change. */
export const createTestDelivery = async (session: Session, { id }: Subscription, now: Date): Promise<Delivery> => {
  const delivery = toPendingDelivery(`msg_${id.slice(3)}_test_${randomBytes(6).toString('hex')}`, id, null, now);
  await session.orm.insert(session.tables.webhookDeliveries).values(delivery);
  return delivery;
};

/** Returns a delivery of a subscription, or undefined if it does not exist. */
export const findDelivery = async (session: Session, webhookId: string, id: string): Promise<Delivery | undefined> => {
  const { webhookDeliveries } = session.tables;
  const [row] = await session.orm
    .select()
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.webhookId, webhookId), eq(webhookDeliveries.id, id)));
  return row;
};

/** Resets a delivery so that it is sent again: the same message under the same id. */
export const replayDelivery = async (session: Session, id: string, now: Date): Promise<void> => {
  const { webhookDeliveries } = session.tables;
  await session.orm
    .update(webhookDeliveries)
    .set({ status: 'pending', attempts: 0, nextAttemptAt: now.toISOString(), claimedUntil: null })
    .where(eq(webhookDeliveries.id, id));
};

/** Lists the deliveries of a subscription, newest first, after a given one. */
export const listDeliveries = (
  session: Session,
  webhookId: string,
  {
    statuses,
    after,
    limit,
  }: { statuses: readonly DeliveryStatus[] | undefined; after: { createdAt: string; id: string } | null; limit: number },
): PromiseLike<Delivery[]> => {
  const { webhookDeliveries } = session.tables;
  const { createdAt, id, status } = webhookDeliveries;
  return session.orm
    .select()
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookDeliveries.webhookId, webhookId),
        statuses === undefined ? undefined : inArray(status, [...statuses]),
        after === null ? undefined : or(lt(createdAt, after.createdAt), and(eq(createdAt, after.createdAt), sql`${id} < ${after.id}`)),
      ),
    )
    .orderBy(desc(createdAt), desc(id))
    .limit(limit);
};
