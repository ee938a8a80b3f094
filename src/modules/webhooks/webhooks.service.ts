import type { z } from 'zod';
import { type ApiKey, includesScope } from '../../access/clients.ts';
import type { Database, Session } from '../../database/database.ts';
import type { Collection } from '../../domain/vocabulary.ts';
import { computeBinding, decodeCursor, encodeCursor } from '../../http/parameters.ts';
import { Problem, toUnprocessable } from '../../http/problems.ts';
import { findUrlProblem } from '../../webhooks/addresses.ts';
import {
  createSubscription,
  createTestDelivery,
  type Delivery,
  deleteSubscription,
  findDelivery,
  findSubscription,
  listDeliveries,
  listSubscriptions,
  maxSubscriptions,
  replayDelivery,
  rotateSecret,
  type Subscription,
  updateSubscription,
} from '../../webhooks/subscriptions.ts';
import type { deliveryQuerySchema, webhookChangeSchema, webhookCreationSchema } from './webhooks.schemas.ts';

/** The context of a webhook request. */
export interface WebhookRequest {
  database: Database;
  key: ApiKey;
  now: Date;
  allowPrivate: boolean;
}

const toWebhookResponse = ({ id, url, description, collections, isEnabled, disabledReason, position, createdAt }: Subscription) => ({
  id,
  url,
  description,
  collections: collections === null ? null : (JSON.parse(collections) as Collection[]),
  isEnabled,
  disabledReason,
  position,
  createdAt,
});

const toDeliveryResponse = ({ webhookId: _webhookId, claimedUntil: _claimedUntil, ...delivery }: Delivery) => delivery;

const canSeeAll = ({ scope }: ApiKey): boolean => includesScope(scope, 'admin');

/** Returns the webhook of the request. Throws a 404 if it does not exist or belongs to another key. */
const findOwnOrThrow = async (session: Session, key: ApiKey, id: string): Promise<Subscription> => {
  const found = await findSubscription(session, id);
  if (found === undefined || (found.apiKeyId !== key.id && !canSeeAll(key))) throw new Problem('not-found', `Unknown webhook "${id}".`);
  return found;
};

const assertDeliverable = async (url: string | undefined, allowPrivate: boolean): Promise<void> => {
  const rejection = url === undefined ? undefined : await findUrlProblem(url, allowPrivate);
  if (rejection !== undefined) throw toUnprocessable([{ pointer: '/url', message: rejection }]);
};

export const createWebhook = async ({ database, key, now, allowPrivate }: WebhookRequest, body: z.infer<typeof webhookCreationSchema>) => {
  await assertDeliverable(body.url, allowPrivate);
  return database.write(async (session) => {
    if ((await listSubscriptions(session, key.id)).length >= maxSubscriptions)
      throw new Problem('conflict', `An API key can have at most ${maxSubscriptions} webhooks. Delete one first.`);
    const { url, description = null, collections = null } = body;
    const subscription = await createSubscription(session, { apiKeyId: key.id, url, description, collections }, now);
    return { data: { ...toWebhookResponse(subscription), secret: subscription.secret } };
  });
};

export const listWebhooks = ({ database, key }: WebhookRequest) =>
  database.read(async (session) => ({
    data: (await listSubscriptions(session, canSeeAll(key) ? undefined : key.id)).map(toWebhookResponse),
  }));

export const getWebhook = ({ database, key }: WebhookRequest, id: string) =>
  database.read(async (session) => ({ data: toWebhookResponse(await findOwnOrThrow(session, key, id)) }));

export const updateWebhook = async (
  { database, key, allowPrivate }: WebhookRequest,
  id: string,
  { url, description, collections, isEnabled }: z.infer<typeof webhookChangeSchema>,
) => {
  await assertDeliverable(url, allowPrivate);
  return database.write(async (session) => {
    const before = await findOwnOrThrow(session, key, id);
    const changed: Partial<Subscription> = {
      ...(url !== undefined && { url }),
      ...(description !== undefined && { description }),
      ...(collections !== undefined && { collections: collections === null ? null : JSON.stringify(collections) }),
      ...(isEnabled !== undefined && { isEnabled, disabledReason: null }),
    };
    await updateSubscription(session, id, changed);
    return { data: toWebhookResponse({ ...before, ...changed }) };
  });
};

export const deleteWebhook = ({ database, key }: WebhookRequest, id: string): Promise<void> =>
  database.write(async (session) => {
    await findOwnOrThrow(session, key, id);
    await deleteSubscription(session, id);
  });

export const rotateWebhookSecret = ({ database, key, now }: WebhookRequest, id: string) =>
  database.write(async (session) => {
    const subscription = await findOwnOrThrow(session, key, id);
    return { data: { ...toWebhookResponse(subscription), secret: await rotateSecret(session, subscription, now) } };
  });

export const testWebhook = ({ database, key, now }: WebhookRequest, id: string) =>
  database.write(async (session) => ({
    data: toDeliveryResponse(await createTestDelivery(session, await findOwnOrThrow(session, key, id), now)),
  }));

export const replayWebhookDelivery = ({ database, key, now }: WebhookRequest, id: string, deliveryId: string) =>
  database.write(async (session) => {
    await findOwnOrThrow(session, key, id);
    const delivery = await findDelivery(session, id, deliveryId);
    if (delivery === undefined) throw new Problem('not-found', `Unknown delivery "${deliveryId}" of the webhook "${id}".`);
    await replayDelivery(session, deliveryId, now);
    return { data: toDeliveryResponse({ ...delivery, status: 'pending', attempts: 0, nextAttemptAt: now.toISOString() }) };
  });

export const listWebhookDeliveries = (
  { database, key }: WebhookRequest,
  id: string,
  { status, limit, cursor }: z.infer<typeof deliveryQuerySchema>,
) =>
  database.read(async (session) => {
    await findOwnOrThrow(session, key, id);
    const binding = computeBinding(['webhook deliveries', id, status ?? null]);
    const position = cursor === undefined ? null : decodeCursor(cursor, binding);
    const after = position === null ? null : { createdAt: String(position.value), id: position.id };
    const rows = await listDeliveries(session, id, { statuses: status, after, limit: limit + 1 });
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    const next = last === undefined ? null : encodeCursor(binding, { value: last.createdAt, id: last.id });
    return { data: rows.slice(0, limit).map(toDeliveryResponse), page: { limit, next } };
  });
