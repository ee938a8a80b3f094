import { and, type Column, isNull, sql } from 'drizzle-orm';
import {
  type AsOfMode,
  anyOf,
  atMost,
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

/** The sorts with an index on each of `kind` and `status` plus the sort column. */
const sortsWithinKindAndStatus: readonly string[] = ['amountUsd', 'announcedOn', 'lastReportedOn'];

type DealStates = Tables['dealStates'];

interface Range {
  sort: string;
  column: (states: DealStates) => Column;
  min: string;
  max: string;
}

/** The range filters. A range of the sort column limits the index scan of the list itself. */
const ranges: readonly Range[] = [
  { sort: 'amountUsd', column: ({ amountUsd }) => amountUsd, min: 'amountUsdMin', max: 'amountUsdMax' },
  { sort: 'announcedOn', column: ({ announcedDay }) => announcedDay, min: 'announcedFrom', max: 'announcedTo' },
  { sort: 'lastReportedOn', column: ({ lastReportedDay }) => lastReportedDay, min: 'reportedFrom', max: 'reportedTo' },
];

/** Matches deals within a range of a column other than the sort column. */
const withinRange = (
  { dealStates: table }: Tables,
  { column, min, max }: Range,
  filters: FilterPlaceholders,
  { isCurrent }: AsOfMode,
): SemiJoin[] => {
  const where = range(column(table), filters[min], filters[max]);
  const test = and(...range(withoutIndex(column(table)), filters[min], filters[max]));
  if (test === undefined) return [];
  return [{ column: table.dealId, table, id: table.dealId, where: isCurrent ? [...where, isNull(table.knownTo)] : where, test }];
};

/** Matches deals with a participant from one of the countries. */
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

/** Matches deals with a chip commitment of one of the vendors. A link is known once both the deal and the commitment are. */
const withChipVendor = (tables: Tables, vendors: FilterPlaceholders[string], asOf: AsOfMode): SemiJoin[] => {
  const { chipCommitments: table, commitmentStates: states, dealStates } = tables;
  const known = refersTo(table.id, states, states.commitmentId, knownAsOf(states.knownFrom, asOf));
  return anyOf(table.chipVendorId, vendors).map((isOfVendor) => ({
    column: dealStates.dealId,
    table,
    id: table.dealId,
    where: [isOfVendor],
    known,
  }));
};

export const dealList: RecordDefinition = {
  collection: 'deals',
  table: ({ dealStates }) => dealStates,
  id: ({ dealStates }) => dealStates.dealId,
  documentId: ({ dealStates }) => dealStates.documentId,
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
      ...(filters.staleDay === undefined
        ? []
        : [
            ...atMost(states.lastReportedDay, filters.staleDay),
            sql`${states.certainty} = 'speculative' and ${states.status} in ('rumored', 'in_talks')`,
          ]),
      ...ranges.flatMap(({ sort: key, column, min, max }) =>
        sort === undefined || sort.key === key ? range(column(states), filters[min], filters[max]) : [],
      ),
    ];
  },
  semiJoins: (tables, filters, asOf, sort) => [
    ...ranges.flatMap((one) => (sort === undefined || sort.key === one.sort ? [] : withinRange(tables, one, filters, asOf))),
    ...withParticipant(tables, tables.dealStates.dealId, filters, asOf),
    ...withParticipantFrom(tables, filters.country, asOf),
    ...withChipVendor(tables, filters.chipVendor, asOf),
    ...withCitation(tables, 'deals', tables.dealStates.dealId, filters, asOf),
  ],
  references: {
    company: 'companies',
    group: 'companies',
    counterparty: 'companies',
    counterpartyGroup: 'companies',
    chipVendor: 'companies',
    source: 'sources',
    publisher: 'publisher',
    country: 'country',
  },
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
