import type { SQL } from 'drizzle-orm';
import {
  type AsOfMode,
  anyColumn,
  anyOf,
  citedSources,
  type FilterPlaceholders,
  inGroup,
  linkedToDeal,
  range,
  withCitation,
} from '../../database/expressions.ts';
import type { Tables } from '../../database/schema/index.ts';
import type { RecordDefinition } from '../../lists/list-definition.ts';

const conditions = (tables: Tables, filters: FilterPlaceholders, asOf: AsOfMode): SQL[] => {
  const { stakes } = tables;
  return [
    ...anyColumn([stakes.holderId, stakes.issuerId], (column) => anyOf(column, filters.company)),
    ...anyColumn([stakes.holderId, stakes.issuerId], (column) => inGroup(tables, column, filters.group)),
    ...anyOf(stakes.holderId, filters.holder),
    ...anyOf(stakes.issuerId, filters.issuer),
    ...linkedToDeal(tables, stakes.dealId, filters.deal, asOf),
    ...anyOf(stakes.basis, filters.basis),
    ...range(stakes.percent, filters.percentMin, filters.percentMax),
    ...range(stakes.valueUsd, filters.valueUsdMin, filters.valueUsdMax),
    ...range(stakes.observedDay, filters.observedFrom, filters.observedTo),
  ];
};

export const stakeList: RecordDefinition = {
  collection: 'stakes',
  rows: ({ stakes: table }) => ({
    table,
    id: table.id,
    sorts: {
      observedOn: table.observedDay,
      percent: table.percent,
      valueUsd: table.valueUsd,
      knownFrom: table.knownFrom,
    },
  }),
  optionalSorts: ['percent', 'valueUsd'],
  conditions,
  semiJoins: (tables, filters, asOf) => withCitation(tables, 'stakes', tables.stakes.id, filters, asOf),
  references: {
    company: 'companies',
    group: 'companies',
    holder: 'companies',
    issuer: 'companies',
    deal: 'deals',
    source: 'sources',
    publisher: 'publisher',
    outlet: 'outlet',
  },
  includes: {
    companies: { collection: 'companies', ids: ({ holder, issuer }) => [String(holder), String(issuer)] },
    sources: { collection: 'sources', links: citedSources('stakes') },
    deals: { collection: 'deals', ids: ({ deal }) => [deal as string | undefined] },
  },
};
