import { sql } from 'drizzle-orm';
import { type Asked, holds, isKnown } from '../../database/expressions.ts';
import type { Tables } from '../../database/tables/index.ts';
import { among, atLeast, atMost, inGroup } from '../../listing/conditions.ts';
import type { AnswerObject, Bounds, IdSet, ListDefinition } from '../../listing/definition.ts';

const sets = (tables: Tables, bounds: Bounds, asked: Asked): IdSet[] => {
  const { dealEvents, dealParticipants } = tables;
  const [where, ...others] = [
    ...among(dealParticipants.companyId, bounds.company),
    ...inGroup(tables, dealParticipants.companyId, bounds.group),
  ];
  if (where === undefined) return [];
  const besides = [...others, ...isKnown(dealParticipants.knownFrom, asked)];
  return [{ column: dealEvents.dealId, id: dealParticipants.dealId, from: sql`${dealParticipants}`, where, besides }];
};

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
  sets,
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
