import { randomBytes } from 'node:crypto';
import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { columnsOf } from '../database/expressions.ts';
import type { KeyScope } from '../database/schema/api-keys.ts';
import { hashSecret } from './clients.ts';

/** The properties of a key to create. */
export interface NewKey {
  name: string;
  scope: KeyScope;
  /** The last day on which the key is valid. */
  expiresOn: string | null;
}

/** Creates a key and returns it. Only a hash of the secret is stored, so the key cannot be read again. */
export const createKey = async (session: Session, { name, scope, expiresOn }: NewKey, now: Date): Promise<string> => {
  const id = randomBytes(8).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  const { apiKeys } = session.tables;
  await session.orm.insert(apiKeys).values({ id, name, scope, hash: hashSecret(secret), createdAt: now.toISOString(), expiresOn });
  return `roundtrip_${id}_${secret}`;
};

/** Returns all keys by name, without their hashes. */
export const listKeys = (session: Session) => {
  const { apiKeys } = session.tables;
  return session.orm
    .select(columnsOf(apiKeys, 'id', 'name', 'scope', 'createdAt', 'expiresOn', 'revokedAt', 'lastUsedOn'))
    .from(apiKeys)
    .orderBy(asc(apiKeys.name));
};

/** Revokes all keys with a name and disables their webhooks. Returns whether any key was active. */
export const revokeKey = async (session: Session, name: string, now: Date): Promise<boolean> => {
  const { apiKeys, webhooks } = session.tables;
  const activeKeys = await session.orm
    .select({ id: apiKeys.id })
    .from(apiKeys)
    .where(and(eq(apiKeys.name, name), isNull(apiKeys.revokedAt)));
  await session.orm
    .update(apiKeys)
    .set({ revokedAt: now.toISOString() })
    .where(and(eq(apiKeys.name, name), isNull(apiKeys.revokedAt)));
  for (const { id } of activeKeys)
    await session.orm
      .update(webhooks)
      .set({ isEnabled: false, disabledReason: 'Its API key was revoked.' })
      .where(eq(webhooks.apiKeyId, id));
  return activeKeys.length > 0;
};
