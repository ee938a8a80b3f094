import type { ColumnKit } from '../postgres/columns.ts';

export const keyScopes = ['read', 'write', 'admin'] as const;
export type KeyScope = (typeof keyScopes)[number];

export const defineApiKeyTables = (kit: ColumnKit) => {
  /** An API key: its name, its scope, and a hash of its secret. */
  const apiKeys = kit.table(
    'api_keys',
    {
      /** The public half of the key. */
      id: kit.text('id').primaryKey(),
      name: kit.text('name').notNull(),
      scope: kit.oneOf('scope', keyScopes).notNull(),
      /** SHA-256 of the secret half. The secret itself is not stored. */
      hash: kit.text('hash').notNull(),
      createdAt: kit.instant('created_at').notNull(),
      expiresOn: kit.day('expires_on'),
      revokedAt: kit.instant('revoked_at'),
      /** The last day on which it was used. */
      lastUsedOn: kit.day('last_used_on'),
    },
    (table) => [kit.uniqueIndex('api_keys_name_idx').on(table.name)],
  );

  /** The response to a write that was sent with an `Idempotency-Key`. */
  const idempotencyKeys = kit.table(
    'idempotency_keys',
    {
      apiKeyId: kit.reference('api_key_id', () => apiKeys.id),
      key: kit.text('key').notNull(),
      /** SHA-256 of method, URL and body. */
      fingerprint: kit.text('fingerprint').notNull(),
      response: kit.text('response').notNull(),
      createdAt: kit.instant('created_at').notNull(),
    },
    (table) => [kit.primaryKey({ columns: [table.apiKeyId, table.key] }), kit.index('idempotency_keys_created_idx').on(table.createdAt)],
  );

  return { apiKeys, idempotencyKeys };
};

export type ApiKeyTables = ReturnType<typeof defineApiKeyTables>;
