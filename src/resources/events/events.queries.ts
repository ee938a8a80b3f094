import { type SQL, sql } from 'drizzle-orm';
import { type Asked, holds, isKnown } from '../../database/expressions.ts';
import type { Tables } from '../../database/tables/index.ts';
import { among, atLeast, atMost, inGroup } from '../../listing/conditions.ts';
import type { AnswerObject, Bounds, ListDefinition } from '../../listing/definition.ts';

const conditions = (tables: Tables, bounds: Bounds, asked: Asked): SQL[] => {
  const { dealEvents, dealParticipants } = tables;
  const participant = [...among(dealParticipants.companyId, bounds.company), ...inGroup(tables, dealParticipants.companyId, bounds.group)];
  const passes = sql.join([...participant, ...isKnown(dealParticipants.knownFrom, asked)], sql` and `);
  return [
    ...(participant.length === 0
      ? []
      : [sql`${dealEvents.dealId} in (select ${dealParticipants.dealId} from ${dealParticipants} where ${passes})`]),
    ...among(dealEvents.dealId, bounds.deal),
    ...among(dealEvents.kind, bounds.kind),
    ...among(dealEvents.status, bounds.status),
    ...among(dealEvents.certainty, bounds.certainty),
    ...atLeast(dealEvents.reportedDay, bounds.reportedFrom),
    ...atMost(dealEvents.reportedDay, bounds.reportedTo),
  ];
};

export const eventList: ListDefinition = {
  collection: 'events',
  table: ({ dealEvents }) => dealEvents,
  id: ({ dealEvents }) => dealEvents.id,
  body: ({ dealEvents }) => dealEvents.body,
  visible: ({ dealEvents }, asked) => holds(dealEvents, asked),
  sorts: { reportedOn: ({ dealEvents }) => dealEvents.reportedDay },
  conditions,
  references: { company: 'companies', group: 'companies', deal: 'deals' },
  includes: {
    deals: { collection: 'deals', ids: ({ deal }) => [String(deal)] },
    sources: { collection: 'sources', ids: (event: AnswerObject) => (event.citations as { source: string }[]).map(({ source }) => source) },
  },
};
