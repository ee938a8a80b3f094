import { and, type Column, isNull } from 'drizzle-orm';
import {
  type AsOfMode,
  anyOf,
  columnOfReferred,
  type FilterPlaceholders,
  knownAsOf,
  range,
  refersTo,
  type SemiJoin,
  validAt,
  withCitation,
  withoutIndex,
  withParticipant,
} from '../../database/expressions.ts';
import type { Tables } from '../../database/schema/index.ts';
import { citedSources } from '../../lists/includes.ts';
import type { RecordDefinition } from '../../lists/list-definition.ts';

/** The sorts for which an index has the deals of one kind, or one status, in order. */
const sortsWithinKindAndStatus: readonly string[] = ['amountUsd', 'announcedOn', 'lastReportedOn'];

type DealStates = Tables['dealStates'];

interface Range {
  sort: string;
  column: (states: DealStates) => Column;
  least: string;
  most: string;
}

/** The filters on ranges. One on the column of the sort bounds the list itself. */
const ranges: readonly Range[] = [
  { sort: 'amountUsd', column: ({ amountUsd }) => amountUsd, least: 'amountUsdMin', most: 'amountUsdMax' },
  { sort: 'announcedOn', column: ({ announcedDay }) => announcedDay, least: 'announcedFrom', most: 'announcedTo' },
  { sort: 'lastReportedOn', column: ({ lastReportedDay }) => lastReportedDay, least: 'reportedFrom', most: 'reportedTo' },
];

/** The deals within a range of another column than that of the sort. */
const withinRange = (
  { dealStates: table }: Tables,
  { column, least, most }: Range,
  filters: FilterPlaceholders,
  { isCurrent }: AsOfMode,
): SemiJoin[] => {
  const where = range(column(table), filters[least], filters[most]);
  const test = and(...range(withoutIndex(column(table)), filters[least], filters[most]));
  if (test === undefined) return [];
  return [{ column: table.dealId, table, id: table.dealId, where: isCurrent ? [...where, isNull(table.knownTo)] : where, test }];
};

/** The deals with a participant from one of the countries. */
const withParticipantFrom = (tables: Tables, countries: FilterPlaceholders[string], asOf: AsOfMode): SemiJoin[] => {
  const { dealParticipants: table, dealStates, companies } = tables;
  if (countries === undefined) return [];
  return [
    {
      column: dealStates.dealId,
      table,
      id: table.dealId,
      where: refersTo(table.companyId, companies, companies.id, anyOf(companies.country, countries)),
      whereOfRow: anyOf(columnOfReferred(companies.country, companies, companies.id, table.companyId), countries),
      known: knownAsOf(table.knownFrom, asOf),
    },
  ];
};

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
  conditions: ({ dealStates: states }, filters, _asOf, sort) => {
    const isIndexed = (values: readonly unknown[] | undefined) =>
      sort === undefined || (values?.length === 1 && sortsWithinKindAndStatus.includes(sort.key));
    return [
      ...anyOf(isIndexed(filters.kind) ? states.kind : withoutIndex(states.kind), filters.kind),
      ...anyOf(isIndexed(filters.status) ? states.status : withoutIndex(states.status), filters.status),
      ...anyOf(withoutIndex(states.certainty), filters.certainty),
      ...ranges.flatMap(({ sort: key, column, least, most }) =>
        sort === undefined || sort.key === key ? range(column(states), filters[least], filters[most]) : [],
      ),
    ];
  },
  semiJoins: (tables, filters, asOf, sort) => [
    ...ranges.flatMap((one) => (sort === undefined || sort.key === one.sort ? [] : withinRange(tables, one, filters, asOf))),
    ...withParticipant(tables, tables.dealStates.dealId, filters, asOf),
    ...withParticipantFrom(tables, filters.country, asOf),
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
