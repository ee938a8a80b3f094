import type { SQL } from 'drizzle-orm';
import {
  type AsOfMode,
  anyColumn,
  anyOf,
  atLeast,
  atMost,
  citedSources,
  type FilterPlaceholders,
  inGroup,
  linkedToDeal,
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
    ...atLeast(stakes.percent, filters.percentMin),
    ...atMost(stakes.percent, filters.percentMax),
    ...atLeast(stakes.valueUsd, filters.valueUsdMin),
    ...atMost(stakes.valueUsd, filters.valueUsdMax),
    ...atLeast(stakes.observedDay, filters.observedFrom),
    ...atMost(stakes.observedDay, filters.observedTo),
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
