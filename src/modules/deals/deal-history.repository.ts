import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Session } from '../../database/database.ts';

export interface StateRow {
  knownFrom: string;
  knownTo: string | null;
  body: string;
}

/** Selects the states of a deal, oldest first. */
export const selectStates = (session: Session, dealId: string): PromiseLike<StateRow[]> => {
  const { documents } = session.tables;
  return session
    .prepared<StateRow[]>('states of a deal', () =>
      session.orm
        .select({ knownFrom: documents.knownFrom, knownTo: documents.knownTo, body: documents.body })
        .from(documents)
        .where(and(eq(documents.collection, 'deals'), eq(documents.recordId, sql.placeholder('id'))))
        .orderBy(documents.knownFrom),
    )
    .execute({ id: dealId });
};

/** Selects the currently known events of a deal, in history order. */
export const selectEvents = (session: Session, dealId: string): PromiseLike<{ body: string }[]> => {
  const { dealEvents } = session.tables;
  return session
    .prepared<{ body: string }[]>('events of a deal', () =>
      session.orm
        .select({ body: dealEvents.body })
        .from(dealEvents)
        .where(and(eq(dealEvents.dealId, sql.placeholder('id')), isNull(dealEvents.knownTo)))
        .orderBy(dealEvents.position),
    )
    .execute({ id: dealId });
};
