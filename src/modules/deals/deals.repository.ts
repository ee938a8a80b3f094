import { and, isNull, lte, type SQL, sql } from 'drizzle-orm';
import {
  type AsOfMode,
  anyOf,
  atMost,
  citedSources,
  datesWithin,
  type FilterPlaceholders,
  type IndexedFilter,
  knownAsOf,
  range,
  refersTo,
  type SemiJoin,
  withCitation,
  withoutIndex,
  withParticipant,
} from '../../database/expressions.ts';
import type { Tables } from '../../database/schema/index.ts';
import type { RecordDefinition, Sort } from '../../lists/list-definition.ts';

interface Range {
  sort: string;
  column: 'amountUsd' | 'announcedDay' | 'lastReportedDay';
  /** The column with the date itself, if the index is on it instead of its last day. */
  date?: 'lastReportedOn' | undefined;
  min: string;
  max: string;
}

const ranges: readonly Range[] = [
  { sort: 'amountUsd', column: 'amountUsd', min: 'amountUsdMin', max: 'amountUsdMax' },
  { sort: 'announcedOn', column: 'announcedDay', min: 'announcedFrom', max: 'announcedTo' },
  { sort: 'lastReportedOn', column: 'lastReportedDay', date: 'lastReportedOn', min: 'reportedFrom', max: 'reportedTo' },
];

/** Restricts deals to those whose column is between the bounds. */
const withinRange = (states: Tables['dealStates'], { column, date, min, max }: Omit<Range, 'sort'>, filters: FilterPlaceholders): SQL[] => [
  ...range(states[column], filters[min], filters[max]),
  ...(date === undefined ? [] : datesWithin(states[date], filters[min], filters[max])),
];

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
  if (vendors === undefined) return [];
  const known = refersTo(table.id, states, states.commitmentId, knownAsOf(states.knownFrom, asOf));
  return [{ column: dealStates.dealId, table, id: table.dealId, where: anyOf(table.chipVendorId, vendors), known }];
};

const dateSorts: readonly string[] = ['lastReportedOn', 'announcedOn', 'closedOn', 'knownFrom'];

/** The filters on columns of the deal. */
const indexedFilters = (tables: Tables, filters: FilterPlaceholders, { isCurrent }: AsOfMode, sort: Sort): IndexedFilter[] => {
  const { dealStates: states } = tables;
  const current = isCurrent ? [isNull(states.knownTo)] : [];
  const joins: IndexedFilter[] = [];
  for (const name of ['kind', 'status'] as const) {
    const [test] = anyOf(withoutIndex(states[name]), filters[name]);
    if (test !== undefined) joins.push({ table: states, where: [...anyOf(states[name], filters[name]), ...current], test });
  }
  for (const { sort: key, column, date, min, max } of ranges) {
    const isInOrder = key === sort.key;
    const bounds = withinRange(states, { column, date, min, max }, filters);
    const test = and(...(isInOrder ? bounds : range(withoutIndex(states[column]), filters[min], filters[max])));
    if (test === undefined) continue;
    // No deal that was known on a past day has a later date.
    const isBounded = !isCurrent && dateSorts.includes(key);
    const isPossible = isBounded ? [lte(states[date ?? column], sql.placeholder('latestDate'))] : current;
    joins.push({ table: states, where: [...bounds, ...isPossible], test, isInOrder });
  }
  return joins;
};

export const dealList: RecordDefinition = {
  collection: 'deals',
  rows: ({ dealStates: table }) => ({
    table,
    id: table.dealId,
    documentId: table.documentId,
    sorts: {
      lastReportedOn: table.lastReportedOn,
      amountUsd: table.amountUsd,
      valuationUsd: table.valuationUsd,
      announcedOn: table.announcedDay,
      closedOn: table.closedDay,
      knownFrom: table.firstKnownOn,
      title: table.title,
    },
  }),
  optionalSorts: ['amountUsd', 'valuationUsd', 'announcedOn', 'closedOn'],
  dateSorts,
  conditions: ({ dealStates: states }, filters, _asOf, sort) => [
    ...(sort === undefined ? [...anyOf(states.kind, filters.kind), ...anyOf(states.status, filters.status)] : []),
    ...anyOf(withoutIndex(states.certainty), filters.certainty),
    ...anyOf(withoutIndex(states.evidenceGrade), filters.evidenceGrade),
    ...anyOf(withoutIndex(states.stage), filters.stage),
    ...anyOf(withoutIndex(states.security), filters.security),
    ...anyOf(withoutIndex(states.seniority), filters.seniority),
    ...range(states.maturesDay, filters.maturesFrom, filters.maturesTo),
    ...(filters.staleDay === undefined
      ? []
      : [
          ...atMost(states.lastReportedDay, filters.staleDay),
          sql`${states.certainty} = 'speculative' and ${states.status} in ('rumored', 'in_talks')`,
        ]),
    ...(sort === undefined ? ranges.flatMap((one) => withinRange(states, one, filters)) : []),
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
