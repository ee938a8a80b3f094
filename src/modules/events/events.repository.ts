import { anyOf, atLeast, atMost, datesWithin, validAt, withoutIndex, withParticipant } from '../../database/expressions.ts';
import type { Document, ListDefinition } from '../../lists/list-definition.ts';

export const eventList: ListDefinition = {
  collection: 'events',
  table: ({ dealEvents }) => dealEvents,
  id: ({ dealEvents }) => dealEvents.id,
  body: ({ dealEvents }) => dealEvents.body,
  validAt: ({ dealEvents }, asOf) => validAt(dealEvents, asOf),
  sorts: { reportedOn: ({ dealEvents }) => dealEvents.reportedOn },
  dateSorts: ['reportedOn'],
  conditions: ({ dealEvents: events }, filters) => [
    ...anyOf(events.dealId, filters.deal),
    ...anyOf(withoutIndex(events.kind), filters.kind),
    ...anyOf(withoutIndex(events.status), filters.status),
    ...anyOf(withoutIndex(events.certainty), filters.certainty),
    ...datesWithin(events.reportedOn, filters.reportedFrom, filters.reportedTo),
    ...atLeast(events.reportedDay, filters.reportedFrom),
    ...atMost(events.reportedDay, filters.reportedTo),
  ],
  semiJoins: (tables, filters, asOf) => withParticipant(tables, tables.dealEvents.dealId, filters, asOf),
  facets: ({ dealEvents: { kind, status, certainty } }) => ({ kind, status, certainty }),
  references: { company: 'companies', group: 'companies', counterparty: 'companies', counterpartyGroup: 'companies', deal: 'deals' },
  includes: {
    deals: { collection: 'deals', ids: ({ deal }) => [String(deal)] },
    sources: { collection: 'sources', ids: (event: Document) => (event.citations as { source: string }[]).map(({ source }) => source) },
  },
};
