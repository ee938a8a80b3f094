import { validAt, withoutIndex } from '../../database/expressions.ts';
import { anyOf, atLeast, atMost, withCitation, withParticipant, withParticipantFrom } from '../../lists/filters.ts';
import { citedSources } from '../../lists/includes.ts';
import type { RecordDefinition } from '../../lists/list-definition.ts';

/** The sorts for which an index has the current deals of one kind, or one status, in order. */
const sortsWithinKindAndStatus: readonly string[] = ['amountUsd', 'announcedOn', 'lastReportedOn'];

export const dealList: RecordDefinition = {
  collection: 'deals',
  table: ({ dealStates }) => dealStates,
  id: ({ dealStates }) => dealStates.dealId,
  documentId: ({ dealStates }) => dealStates.answerId,
  validAt: ({ dealStates }, asOf) => validAt(dealStates, asOf),
  sorts: {
    lastReportedOn: ({ dealStates }) => dealStates.lastReportedDay,
    amountUsd: ({ dealStates }) => dealStates.amountUsd,
    valuationUsd: ({ dealStates }) => dealStates.valuationUsd,
    announcedOn: ({ dealStates }) => dealStates.announcedDay,
    closedOn: ({ dealStates }) => dealStates.closedDay,
    knownFrom: ({ dealStates }) => dealStates.firstKnownOn,
    title: ({ dealStates }) => dealStates.title,
  },
  dateSorts: ['lastReportedOn', 'announcedOn', 'closedOn', 'knownFrom'],
  conditions: ({ dealStates: states }, filters, { isCurrent }, sort) => {
    const isIndexed = (values: readonly unknown[] | undefined) =>
      sort === undefined || (isCurrent && values?.length === 1 && sortsWithinKindAndStatus.includes(sort.key));
    return [
      ...anyOf(isIndexed(filters.kind) ? states.kind : withoutIndex(states.kind), filters.kind),
      ...anyOf(isIndexed(filters.status) ? states.status : withoutIndex(states.status), filters.status),
      ...anyOf(withoutIndex(states.certainty), filters.certainty),
      ...atLeast(states.amountUsd, filters.amountUsdMin),
      ...atMost(states.amountUsd, filters.amountUsdMax),
      ...atLeast(states.announcedDay, filters.announcedFrom),
      ...atMost(states.announcedDay, filters.announcedTo),
      ...atLeast(states.lastReportedDay, filters.reportedFrom),
      ...atMost(states.lastReportedDay, filters.reportedTo),
    ];
  },
  semiJoins: (tables, filters, asOf) => [
    ...withParticipant(tables, tables.dealStates.dealId, filters, asOf),
    ...withParticipantFrom(tables, tables.dealStates.dealId, filters.country, asOf),
    ...withCitation(tables, 'deals', tables.dealStates.dealId, filters, asOf),
  ],
  references: { company: 'companies', group: 'companies', source: 'sources', publisher: 'publisher', country: 'country' },
  includes: {
    companies: {
      collection: 'companies',
      links: ({ dealParticipants: table }) => ({ table, from: table.dealId, to: table.companyId, knownFrom: table.knownFrom }),
    },
    sources: { collection: 'sources', links: citedSources('deals') },
    stakes: {
      collection: 'stakes',
      links: ({ stakes: table }) => ({ table, from: table.dealId, to: table.id, knownFrom: table.knownFrom }),
    },
    chipCommitments: {
      collection: 'chip-commitments',
      links: ({ chipCommitments: table }) => ({ table, from: table.dealId, to: table.id }),
    },
  },
};
