import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { and, asc, eq, isNull, ne, or } from 'drizzle-orm';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Session } from '../database/database.ts';
import type { KeyScope } from '../database/schema/api-keys.ts';
import { Problem } from '../http/problems.ts';

/** An authenticated API key. */
export interface ApiKey {
  id: string;
  name: string;
  scope: KeyScope;
}

/** Why a presented key is invalid. */
export type KeyRejection = 'malformed' | 'unknown' | 'expired' | 'revoked';

const keyPattern = /^roundtrip_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/;

/** SHA-256 suffices for a secret of 256 random bits. A password hash would slow down every request and add no security. */
const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Returns whether a scope includes the required one. `admin` includes `write`, which includes `read`. */
export const includesScope = (scope: KeyScope, requiredScope: KeyScope): boolean => {
  const order: readonly KeyScope[] = ['read', 'write', 'admin'];
  return order.indexOf(scope) >= order.indexOf(requiredScope);
};

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

/** Returns the key that a client presents, or the reason why it is invalid. Compares the hashes in constant time. */
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

/** The `WWW-Authenticate` header that every 401 requires (RFC 9110, section 11.6.1). */
export const challenge = { 'www-authenticate': 'Bearer realm="roundtrip"' };

/** Returns the API key of a request. Throws a 401 if there is none, and a 403 if the key does not have the scope. */
export const requireScope = ({ apiKey }: FastifyRequest, scope: KeyScope): ApiKey => {
  if (apiKey === null)
    throw new Problem('unauthorized', `This operation needs a key with the scope "${scope}": Authorization: Bearer <key>.`, {
      headers: challenge,
    });
  if (!includesScope(apiKey.scope, scope))
    throw new Problem('forbidden', `The key "${apiKey.name}" has the scope "${apiKey.scope}". This operation needs "${scope}".`);
  return apiKey;
};

/** Requires a scope for every route of an encapsulated context. Rejects requests before their bodies are read. */
export const scopeGuard = (app: FastifyInstance, scope: KeyScope): void => {
  app.addHook('onRequest', (request, _reply, done) => {
    requireScope(request, scope);
    done();
  });
};
