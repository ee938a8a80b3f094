import { and, type Column, isNull, lte, type SQL, sql } from 'drizzle-orm';
import {
  type AsOfMode,
  anyOf,
  atMost,
  datesWithin,
  type FilterPlaceholders,
  type IndexedFilter,
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
import type { RecordDefinition, Sort } from '../../lists/list-definition.ts';

type DealStates = Tables['dealStates'];

interface Range {
  sort: string;
  column: (states: DealStates) => Column;
  /** The column with the date itself, if the index is on it instead of its last day. */
  date?: (states: DealStates) => Column;
  min: string;
  max: string;
}

const ranges: readonly Range[] = [
  { sort: 'amountUsd', column: ({ amountUsd }) => amountUsd, min: 'amountUsdMin', max: 'amountUsdMax' },
  { sort: 'announcedOn', column: ({ announcedDay }) => announcedDay, min: 'announcedFrom', max: 'announcedTo' },
  {
    sort: 'lastReportedOn',
    column: ({ lastReportedDay }) => lastReportedDay,
    date: ({ lastReportedOn }) => lastReportedOn,
    min: 'reportedFrom',
    max: 'reportedTo',
  },
];

/** Matches deals by a column that has an index. `isPossible` restricts the rows that are looked up to those that can match. */
const onColumn = (
  { dealStates: table }: Tables,
  column: Column,
  condition: (column: Column | SQL) => SQL[],
  isPossible: readonly SQL[],
): IndexedFilter[] => {
  const test = and(...condition(withoutIndex(column)));
  return test === undefined ? [] : [{ table, where: [...condition(column), ...isPossible], test }];
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
      whereOfRow: refersTo(withoutIndex(table.companyId), companies, companies.id, anyOf(companies.country, countries)),
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

const dateSorts: readonly string[] = ['lastReportedOn', 'announcedOn', 'closedOn', 'knownFrom'];

/** The filters on columns of the deal. A range of the sort column limits the index scan of the list itself. */
const indexedFilters = (tables: Tables, filters: FilterPlaceholders, { isCurrent }: AsOfMode, sort: Sort): IndexedFilter[] => {
  const { dealStates: states } = tables;
  const current = isCurrent ? [isNull(states.knownTo)] : [];
  return [
    ...onColumn(tables, states.kind, (column) => anyOf(column, filters.kind), current),
    ...onColumn(tables, states.status, (column) => anyOf(column, filters.status), current),
    ...ranges.flatMap(({ sort: key, column, date, min, max }) => {
      if (key === sort.key) return [];
      // No deal that was known on a past day has a later date.
      const isBounded = !isCurrent && dateSorts.includes(key);
      const isPossible = [
        ...(isBounded ? [lte((date ?? column)(states), sql.placeholder('latestDate'))] : current),
        ...(date === undefined ? [] : datesWithin(date(states), filters[min], filters[max])),
      ];
      return onColumn(tables, column(states), (one) => range(one, filters[min], filters[max]), isPossible);
    }),
  ];
};

export const dealList: RecordDefinition = {
  collection: 'deals',
  table: ({ dealStates }) => dealStates,
  id: ({ dealStates }) => dealStates.dealId,
  documentId: ({ dealStates }) => dealStates.documentId,
  validAt: ({ dealStates }, asOf) => validAt(dealStates, asOf),
  sorts: {
    lastReportedOn: ({ dealStates }) => dealStates.lastReportedOn,
    amountUsd: ({ dealStates }) => dealStates.amountUsd,
    valuationUsd: ({ dealStates }) => dealStates.valuationUsd,
    announcedOn: ({ dealStates }) => dealStates.announcedDay,
    closedOn: ({ dealStates }) => dealStates.closedDay,
    knownFrom: ({ dealStates }) => dealStates.firstKnownOn,
    title: ({ dealStates }) => dealStates.title,
  },
  dateSorts,
  conditions: ({ dealStates: states }, filters, _asOf, sort) => [
    ...(sort === undefined ? [...anyOf(states.kind, filters.kind), ...anyOf(states.status, filters.status)] : []),
    ...anyOf(withoutIndex(states.certainty), filters.certainty),
    ...anyOf(withoutIndex(states.evidenceGrade), filters.evidenceGrade),
    ...(filters.staleDay === undefined
      ? []
      : [
          ...atMost(states.lastReportedDay, filters.staleDay),
          sql`${states.certainty} = 'speculative' and ${states.status} in ('rumored', 'in_talks')`,
        ]),
    ...ranges.flatMap(({ sort: key, column, date, min, max }) =>
      sort === undefined || sort.key === key
        ? [
            ...range(column(states), filters[min], filters[max]),
            ...(date === undefined ? [] : datesWithin(date(states), filters[min], filters[max])),
          ]
        : [],
    ),
  ],
  semiJoins: (tables, filters, asOf, sort) => [
    ...(sort === undefined ? [] : indexedFilters(tables, filters, asOf, sort)),
    ...withParticipant(tables, tables.dealStates.dealId, filters, asOf),
    ...withParticipantFrom(tables, filters.country, asOf),
    ...withChipVendor(tables, filters.chipVendor, asOf),
    ...withCitation(tables, 'deals', tables.dealStates.dealId, filters, asOf),
  ],
  facets: ({ dealStates: { kind, status, certainty, evidenceGrade } }) => ({ kind, status, certainty, evidenceGrade }),
  references: {
    company: 'companies',
    group: 'companies',
    counterparty: 'companies',
    counterpartyGroup: 'companies',
    chipVendor: 'companies',
    source: 'sources',
    publisher: 'publisher',
    outlet: 'outlet',
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
