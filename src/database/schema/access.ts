import type { ColumnKit } from '../postgres/columns.ts';

export const keyScopes = ['read', 'write', 'admin'] as const;
export type KeyScope = (typeof keyScopes)[number];

/** Who may write, and what was already written once. */
export const defineAccessTables = (kit: ColumnKit) => {
  const apiKeys = kit.table(
    'api_keys',
    {
      /** The public half of the key. */
      id: kit.text('id').primaryKey(),
      name: kit.text('name').notNull(),
      scope: kit.oneOf('scope', keyScopes).notNull(),
      /** SHA-256 of the secret half, which itself is kept nowhere. */
      hash: kit.text('hash').notNull(),
      createdAt: kit.day('created_at').notNull(),
      expiresOn: kit.day('expires_on'),
      revokedAt: kit.day('revoked_at'),
      /** The day of its last use. */
      lastUsedOn: kit.day('last_used_on'),
    },
    (table) => [kit.uniqueIndex('api_keys_name_idx').on(table.name)],
  );

  /** Answers to writes that may be sent twice, by the key of the writer and the key of the write. */
  const idempotencyKeys = kit.table(
    'idempotency_keys',
    {
      apiKeyId: kit
        .text('api_key_id')
        .notNull()
        .references(() => apiKeys.id),
      key: kit.text('key').notNull(),
      /** SHA-256 of method, address and body. */
      fingerprint: kit.text('fingerprint').notNull(),
      answer: kit.text('answer').notNull(),
      createdAt: kit.day('created_at').notNull(),
    },
    (table) => [kit.primaryKey({ columns: [table.apiKeyId, table.key] }), kit.index('idempotency_keys_created_idx').on(table.createdAt)],
  );

  return { apiKeys, idempotencyKeys };
};
