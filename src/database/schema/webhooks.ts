import type { ColumnKit } from '../postgres/columns.ts';
import type { ApiKeyTables } from './api-keys.ts';

export const deliveryStatuses = ['pending', 'delivered', 'failed'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

export const defineWebhookTables = (kit: ColumnKit, { apiKeys }: ApiKeyTables) => {
  /** A subscription: a URL to which changes are sent. */
  const webhooks = kit.table(
    'webhooks',
    {
      id: kit.text('id').primaryKey(),
      /** The key that created it. Only this key and those with the scope `admin` can see it. */
      apiKeyId: kit.reference('api_key_id', () => apiKeys.id),
      url: kit.text('url').notNull(),
      /** Stored in plain text, since it signs every message. */
      secret: kit.text('secret').notNull(),
      /** The replaced secret, which also signs messages for a day. */
      previousSecret: kit.text('previous_secret'),
      previousSecretUntil: kit.instant('previous_secret_until'),
      description: kit.text('description'),
      /** JSON array of the collections whose changes are sent; null for all. */
      collections: kit.text('collections'),
      isEnabled: kit.boolean('is_enabled').notNull(),
      disabledReason: kit.text('disabled_reason'),
      /** Sequence number of the newest change for which deliveries were created. */
      position: kit.integer('position').notNull(),
      createdAt: kit.instant('created_at').notNull(),
    },
    (table) => [kit.index('webhooks_key_idx').on(table.apiKeyId, table.id)],
  );

  /** A message to a webhook, and the outcome of its delivery. */
  const webhookDeliveries = kit.table(
    'webhook_deliveries',
    {
      /** The `webhook-id` of the message, the same for every attempt. */
      id: kit.text('id').primaryKey(),
      webhookId: kit.reference('webhook_id', () => webhooks.id),
      /** Sequence number of the change that it reports; null for a test message. */
      sequence: kit.integer('sequence'),
      status: kit.oneOf('status', deliveryStatuses).notNull(),
      attempts: kit.integer('attempts').notNull(),
      /** The time of the next attempt; null if there is none. */
      nextAttemptAt: kit.instant('next_attempt_at'),
      /** Until then, no other process sends the message. */
      claimedUntil: kit.instant('claimed_until'),
      lastAttemptAt: kit.instant('last_attempt_at'),
      lastStatus: kit.integer('last_status'),
      lastError: kit.text('last_error'),
      createdAt: kit.instant('created_at').notNull(),
    },
    (table) => [
      kit.index('webhook_deliveries_due_idx').on(table.nextAttemptAt),
      kit.index('webhook_deliveries_webhook_idx').on(table.webhookId, table.createdAt, table.id),
    ],
  );

  return { webhooks, webhookDeliveries };
};
