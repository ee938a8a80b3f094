import { and, eq, type SQL, sql } from 'drizzle-orm';
import {
  type AsOfMode,
  anyOf,
  datesWithin,
  type FilterPlaceholders,
  knownAsOf,
  range,
  withoutIndex,
  withParticipant,
} from '../../database/expressions.ts';
import type { Tables } from '../../database/schema/index.ts';
import type { ListDefinition } from '../../lists/list-definition.ts';
import type { Document } from '../../records/documents.ts';

/** Matches events that cite a text of one of the outlets. */
const citesOutlet = ({ dealEvents: events, citations, sources }: Tables, outlets: FilterPlaceholders[string], asOf: AsOfMode): SQL[] =>
  anyOf(sources.outlet, outlets).map((isOfOutlet) => {
    const isOfEvent = and(
      eq(citations.collection, sql.raw("'deals'")),
      eq(citations.recordId, events.dealId),
      eq(citations.event, events.position),
      ...knownAsOf(citations.knownFrom, asOf),
      isOfOutlet,
    );
    return sql`exists (select 1 from ${citations} join ${sources} on ${eq(sources.id, citations.sourceId)} where ${isOfEvent})`;
  });

export const eventList: ListDefinition = {
  collection: 'events',
  rows: ({ dealEvents: table }) => ({
    table,
    id: table.id,
    body: table.body,
    sorts: { reportedOn: table.reportedOn },
  }),
  dateSorts: ['reportedOn'],
  conditions: (tables, filters, asOf) => {
    const { dealEvents: events } = tables;
    return [
      ...anyOf(events.dealId, filters.deal),
      ...anyOf(withoutIndex(events.kind), filters.kind),
      ...anyOf(withoutIndex(events.status), filters.status),
      ...anyOf(withoutIndex(events.certainty), filters.certainty),
      ...datesWithin(events.reportedOn, filters.reportedFrom, filters.reportedTo),
      ...range(events.reportedDay, filters.reportedFrom, filters.reportedTo),
      ...citesOutlet(tables, filters.outlet, asOf),
    ];
  },
  semiJoins: (tables, filters, asOf) => withParticipant(tables, tables.dealEvents.dealId, filters, asOf),
  facets: ({ dealEvents: { kind, status, certainty } }) => ({ kind, status, certainty }),
  references: {
    company: 'companies',
    group: 'companies',
    counterparty: 'companies',
    counterpartyGroup: 'companies',
    deal: 'deals',
    outlet: 'outlet',
  },
  includes: {
    deals: { collection: 'deals', ids: ({ deal }) => [String(deal)] },
    sources: { collection: 'sources', ids: (event: Document) => (event.citations as { source: string }[]).map(({ source }) => source) },
  },
};
