import type { SQL } from 'drizzle-orm';
import {
  type AsOfMode,
  anyOf,
  atLeast,
  atMost,
  type FilterPlaceholders,
  inGroup,
  knownAsOf,
  linkedToDeal,
  withCitation,
} from '../../database/expressions.ts';
import type { Tables } from '../../database/schema/index.ts';
import { citedSources } from '../../lists/includes.ts';
import type { RecordDefinition } from '../../lists/list-definition.ts';

const conditions = (tables: Tables, filters: FilterPlaceholders, asOf: AsOfMode): SQL[] => {
  const { valuations } = tables;
  return [
    ...anyOf(valuations.companyId, filters.company),
    ...inGroup(tables, valuations.companyId, filters.group),
    ...linkedToDeal(tables, valuations.dealId, filters.deal, asOf),
    ...anyOf(valuations.basis, filters.basis),
    ...atLeast(valuations.amountUsd, filters.amountUsdMin),
    ...atMost(valuations.amountUsd, filters.amountUsdMax),
    ...atLeast(valuations.observedDay, filters.observedFrom),
    ...atMost(valuations.observedDay, filters.observedTo),
  ];
};

export const valuationList: RecordDefinition = {
  collection: 'valuations',
  table: ({ valuations }) => valuations,
  id: ({ valuations }) => valuations.id,
  validAt: ({ valuations }, asOf) => knownAsOf(valuations.knownFrom, asOf)[0],
  sorts: {
    observedOn: ({ valuations }) => valuations.observedDay,
    amountUsd: ({ valuations }) => valuations.amountUsd,
    knownFrom: ({ valuations }) => valuations.knownFrom,
  },
  conditions,
  semiJoins: (tables, filters, asOf) => withCitation(tables, 'valuations', tables.valuations.id, filters, asOf),
  references: { company: 'companies', group: 'companies', deal: 'deals', source: 'sources', publisher: 'publisher', outlet: 'outlet' },
  includes: {
    companies: { collection: 'companies', ids: ({ company }) => [String(company)] },
    sources: { collection: 'sources', links: citedSources('valuations') },
    deals: { collection: 'deals', ids: ({ deal }) => [deal as string | undefined] },
  },
};
