import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { and, asc, eq, isNull, ne, or } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import type { KeyScope } from '../database/schema/api-keys.ts';

/** A key that was accepted. */
export interface ApiKey {
  id: string;
  name: string;
  scope: KeyScope;
}

/** Why a key was not accepted. */
export type KeyRejection = 'malformed' | 'unknown' | 'expired' | 'revoked';

const keyPattern = /^roundtrip_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/;

/** One SHA-256 is enough for a secret of 256 random bits. A slow hash would only cost time with every request. */
const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Whether a scope includes another. Each scope includes those before it. */
export const includesScope = (scope: KeyScope, requiredScope: KeyScope): boolean => {
  const order: readonly KeyScope[] = ['read', 'write', 'admin'];
  return order.indexOf(scope) >= order.indexOf(requiredScope);
};

export interface NewKey {
  name: string;
  scope: KeyScope;
  /** The last day on which the key is valid. */
  expiresOn: string | null;
}

/** Creates a key and returns it. The secret cannot be read again later. */
export const createKey = async (session: Session, { name, scope, expiresOn }: NewKey, now: Date): Promise<string> => {
  const id = randomBytes(8).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  const { apiKeys } = session.tables;
  await session.orm.insert(apiKeys).values({ id, name, scope, hash: hashSecret(secret), createdAt: now.toISOString(), expiresOn });
  return `roundtrip_${id}_${secret}`;
};

/** Lists all keys by name, without their secrets. */
export const listKeys = (session: Session) => {
  const { apiKeys } = session.tables;
  return session.orm
    .select({
      id: apiKeys.id,
      name: apiKeys.name,
      scope: apiKeys.scope,
      createdAt: apiKeys.createdAt,
      expiresOn: apiKeys.expiresOn,
      revokedAt: apiKeys.revokedAt,
      lastUsedOn: apiKeys.lastUsedOn,
    })
    .from(apiKeys)
    .orderBy(asc(apiKeys.name));
};

/** Revokes the keys of a name and disables their webhooks. Returns whether there was a valid one. */
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

/** Looks up the key that a client presents, or says why it is not valid. Compares the hashes in constant time. */
export const findKey = async (
  session: Session,
  presented: string,
  today: string,
): Promise<(ApiKey & { lastUsedOn: string | null }) | KeyRejection> => {
  const [, id = '', secret = ''] = keyPattern.exec(presented) ?? [];
  if (id === '') return 'malformed';
  const { apiKeys } = session.tables;
  const [row] = await session.orm.select().from(apiKeys).where(eq(apiKeys.id, id));
  const expected = Buffer.from(row?.hash ?? hashSecret(''), 'hex');
  const isSame = timingSafeEqual(Buffer.from(hashSecret(secret), 'hex'), expected);
  if (row === undefined || !isSame) return 'unknown';
  if (row.revokedAt !== null) return 'revoked';
  if (row.expiresOn !== null && row.expiresOn < today) return 'expired';
  return { id: row.id, name: row.name, scope: row.scope, lastUsedOn: row.lastUsedOn };
};

/** Records the day on which a key was last used. */
export const recordKeyUse = async (session: Session, id: string, day: string): Promise<void> => {
  const { apiKeys } = session.tables;
  await session.orm
    .update(apiKeys)
    .set({ lastUsedOn: day })
    .where(and(eq(apiKeys.id, id), or(isNull(apiKeys.lastUsedOn), ne(apiKeys.lastUsedOn, day))));
};
