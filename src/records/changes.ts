import { gt, sql } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { columnsOf, revisionBody, rowLimit } from '../database/expressions.ts';
import type { Collection } from '../domain/vocabulary.ts';

interface ChangeRow {
  sequence: number;
  operation: string;
  version: number;
  recordedAt: string;
  actor: string;
  collection: Collection;
  id: string;
  body: string | null;
  renamedTo: string | null;
  affected: string;
}

/** A change as JSON text, with the fields that callers need without parsing it. */
export interface ChangeText {
  sequence: number;
  operation: string;
  recordedAt: string;
  text: string;
}

/** Returns the changes after a sequence number in order. */
export const selectChanges = async (session: Session, since: number, limit: number): Promise<ChangeText[]> => {
  const statement = session.prepared<ChangeRow[]>('changes', () => {
    const { revisions } = session.tables;
    return session.orm
      .select({
        ...columnsOf(revisions, 'sequence', 'operation', 'version', 'recordedAt', 'actor', 'collection', 'renamedTo', 'affected'),
        id: revisions.recordId,
        body: revisionBody(session.tables),
      })
      .from(revisions)
      .where(gt(revisions.sequence, sql.placeholder('since')))
      .orderBy(revisions.sequence)
      .limit(rowLimit);
  });
  const rows = await statement.execute({ since, limit });
  return rows.map(({ body, renamedTo, affected, ...change }) => {
    const { sequence, operation, recordedAt } = change;
    const record: unknown = body === null ? null : JSON.parse(body);
    const others: unknown = JSON.parse(affected);
    const text = JSON.stringify({ ...change, ...(renamedTo !== null && { renamedTo }), record, affected: others });
    return { sequence, operation, recordedAt, text };
  });
};
