import { createHash } from 'node:crypto';
import { and, eq, lt } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { Problem } from '../http/problems.ts';

/** Time for which a response is stored for repeated requests. */
const retentionMs = 24 * 3_600_000;

/** A write that a client can repeat safely. */
export interface IdempotentWrite {
  apiKeyId: string;
  /** The header `Idempotency-Key`. */
  key: string | undefined;
  /** Method, URL and body of the request. */
  requestText: string;
  now: Date;
}

/**
 * Runs a write once. A repeated request with the same key within a day returns the first result and writes nothing.
 *
 * @throws Problem if the key is malformed or was used for a different request.
 */
export const runIdempotent = async <Result>(
  session: Session,
  { apiKeyId, key, requestText, now }: IdempotentWrite,
  write: () => Promise<Result>,
): Promise<Result> => {
  if (key === undefined) return write();
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw new Problem('invalid-request', 'Idempotency-Key must have 1 to 255 visible ASCII characters.', {
      errors: [{ parameter: 'Idempotency-Key', message: 'Idempotency-Key must have 1 to 255 visible ASCII characters.' }],
    });
  const { idempotencyKeys } = session.tables;
  await session.orm.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, new Date(now.getTime() - retentionMs).toISOString()));
  const fingerprint = createHash('sha256').update(requestText).digest('hex');
  const [known] = await session.orm
    .select({ fingerprint: idempotencyKeys.fingerprint, response: idempotencyKeys.response })
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.apiKeyId, apiKeyId), eq(idempotencyKeys.key, key)));
  if (known !== undefined) {
    if (known.fingerprint === fingerprint) return JSON.parse(known.response) as Result;
    throw new Problem('unprocessable', 'This Idempotency-Key was already used for a different request. Use a new key for each write.', {
      errors: [{ parameter: 'Idempotency-Key', message: 'The key was already used for a different request.' }],
    });
  }
  const result = await write();
  await session.orm
    .insert(idempotencyKeys)
    .values({ apiKeyId, key, fingerprint, response: JSON.stringify(result), createdAt: now.toISOString() });
  return result;
};
