import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Session } from '../../database/database.ts';

export interface StateRow {
  knownFrom: string;
  knownTo: string | null;
  body: string;
}

/** Selects the states of a deal, oldest first. */
export const selectStates = (session: Session, dealId: string): PromiseLike<StateRow[]> => {
  const { shortAnswers } = session.tables;
  return session
    .prepared<StateRow[]>('states of a deal', () =>
      session.orm
        .select({ knownFrom: shortAnswers.knownFrom, knownTo: shortAnswers.knownTo, body: shortAnswers.body })
        .from(shortAnswers)
        .where(and(eq(shortAnswers.collection, 'deals'), eq(shortAnswers.recordId, sql.placeholder('id'))))
        .orderBy(shortAnswers.knownFrom),
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
