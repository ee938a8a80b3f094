import type { SQL } from 'drizzle-orm';
import {
  type AsOfMode,
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
  const { valuations } = tables;
  return [
    ...anyOf(valuations.companyId, filters.company),
    ...inGroup(tables, valuations.companyId, filters.group),
    ...linkedToDeal(tables, valuations.dealId, filters.deal, asOf),
    ...anyOf(valuations.basis, filters.basis),
    ...range(valuations.amountUsd, filters.amountUsdMin, filters.amountUsdMax),
    ...range(valuations.observedDay, filters.observedFrom, filters.observedTo),
  ];
};

export const valuationList: RecordDefinition = {
  collection: 'valuations',
  rows: ({ valuations: table }) => ({
    table,
    id: table.id,
    sorts: {
      observedOn: table.observedDay,
      amountUsd: table.amountUsd,
      knownFrom: table.knownFrom,
    },
  }),
  optionalSorts: ['amountUsd'],
  conditions,
  semiJoins: (tables, filters, asOf) => withCitation(tables, 'valuations', tables.valuations.id, filters, asOf),
  references: { company: 'companies', group: 'companies', deal: 'deals', source: 'sources', publisher: 'publisher', outlet: 'outlet' },
  includes: {
    companies: { collection: 'companies', ids: ({ company }) => [String(company)] },
    sources: { collection: 'sources', links: citedSources('valuations') },
    deals: { collection: 'deals', ids: ({ deal }) => [deal as string | undefined] },
  },
};
