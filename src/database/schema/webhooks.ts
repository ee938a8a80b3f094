import type { ColumnKit } from '../postgres/columns.ts';
import type { defineAccessTables } from './access.ts';

export const deliveryStatuses = ['pending', 'delivered', 'failed'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** Who wants to be told of changes, and what became of telling them. */
export const defineWebhookTables = (kit: ColumnKit, { apiKeys }: ReturnType<typeof defineAccessTables>) => {
  const webhooks = kit.table(
    'webhooks',
    {
      id: kit.text('id').primaryKey(),
      /** The key that made it, and that alone may see it, besides those of the scope `admin`. */
      apiKeyId: kit
        .text('api_key_id')
        .notNull()
        .references(() => apiKeys.id),
      url: kit.text('url').notNull(),
      /** Kept as it is, since every message is signed with it. */
      secret: kit.text('secret').notNull(),
      /** The secret before, with which messages are signed too until a day after it was replaced. */
      previousSecret: kit.text('previous_secret'),
      previousSecretUntil: kit.day('previous_secret_until'),
      description: kit.text('description'),
      /** JSON array of the collections whose changes are sent; null for all. */
      collections: kit.text('collections'),
      isEnabled: kit.boolean('is_enabled').notNull(),
      disabledReason: kit.text('disabled_reason'),
      /** Number of the newest change for which deliveries were made. */
      position: kit.integer('position').notNull(),
      createdAt: kit.day('created_at').notNull(),
    },
    (table) => [kit.index('webhooks_key_idx').on(table.apiKeyId, table.id)],
  );

  const webhookDeliveries = kit.table(
    'webhook_deliveries',
    {
      /** The `webhook-id` of the message: the same however often it is sent. */
      id: kit.text('id').primaryKey(),
      webhookId: kit
        .text('webhook_id')
        .notNull()
        .references(() => webhooks.id),
      /** Number of the change that it tells; null for a message that only tries. */
      sequence: kit.integer('sequence'),
      status: kit.oneOf('status', deliveryStatuses).notNull(),
      attempts: kit.integer('attempts').notNull(),
      /** When it is sent next; null once it needs no sending. */
      nextAttemptAt: kit.day('next_attempt_at'),
      /** Until then a process is sending it. */
      claimedUntil: kit.day('claimed_until'),
      lastAttemptAt: kit.day('last_attempt_at'),
      lastStatus: kit.integer('last_status'),
      lastError: kit.text('last_error'),
      createdAt: kit.day('created_at').notNull(),
    },
    (table) => [
      kit.index('webhook_deliveries_due_idx').on(table.nextAttemptAt),
      kit.index('webhook_deliveries_webhook_idx').on(table.webhookId, table.createdAt, table.id),
    ],
  );

  return { webhooks, webhookDeliveries };
};
