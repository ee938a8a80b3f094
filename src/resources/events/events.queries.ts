import { sql } from 'drizzle-orm';
import { holds } from '../../database/expressions.ts';
import { among, atLeast, atMost, withParticipant } from '../../listing/conditions.ts';
import type { AnswerObject, ListDefinition } from '../../listing/definition.ts';

export const eventList: ListDefinition = {
  collection: 'events',
  table: ({ dealEvents }) => dealEvents,
  id: ({ dealEvents }) => dealEvents.id,
  body: ({ dealEvents }) => dealEvents.body,
  visible: ({ dealEvents }, asked) => holds(dealEvents, asked),
  sorts: { reportedOn: ({ dealEvents }) => dealEvents.reportedDay },
  conditions: ({ dealEvents }, bounds, _asked, view) => [
    ...among(view(dealEvents.dealId), bounds.deal),
    ...among(view(dealEvents.kind), bounds.kind),
    ...among(view(dealEvents.status), bounds.status),
    ...among(view(dealEvents.certainty), bounds.certainty),
    ...atLeast(view(dealEvents.reportedDay), bounds.reportedFrom),
    ...atMost(view(dealEvents.reportedDay), bounds.reportedTo),
  ],
  sets: (tables, bounds, asked) => withParticipant(tables, tables.dealEvents.dealId, bounds, asked),
  rare: ({ dealEvents }, { deal }) =>
    among(dealEvents.dealId, deal).map((where) => ({ column: dealEvents.id, id: dealEvents.id, from: sql`${dealEvents}`, where })),
  everyRowBy: 'reportedOn',
  walk: () => ({ definition: eventList, indexed: ['reportedFrom', 'reportedTo'] }),
  references: { company: 'companies', group: 'companies', deal: 'deals' },
  includes: {
    deals: { collection: 'deals', ids: ({ deal }) => [String(deal)] },
    sources: { collection: 'sources', ids: (event: AnswerObject) => (event.citations as { source: string }[]).map(({ source }) => source) },
  },
};
