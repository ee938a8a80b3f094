import { anyOf, citedSources, inGroup, range, withCitation } from '../../database/expressions.ts';
import type { RecordDefinition } from '../../lists/list-definition.ts';

export const financialList: RecordDefinition = {
  collection: 'financials',
  rows: ({ financials: table }) => ({
    table,
    id: table.id,
    sorts: { periodEnd: table.periodDay, amountUsd: table.amountUsd, knownFrom: table.knownFrom },
  }),
  optionalSorts: ['amountUsd'],
  conditions: (tables, filters) => {
    const { financials } = tables;
    return [
      ...anyOf(financials.companyId, filters.company),
      ...inGroup(tables, financials.companyId, filters.group),
      ...anyOf(financials.metric, filters.metric),
      ...anyOf(financials.basis, filters.basis),
      ...range(financials.amountUsd, filters.amountUsdMin, filters.amountUsdMax),
      ...range(financials.periodDay, filters.periodFrom, filters.periodTo),
    ];
  },
  semiJoins: (tables, filters, asOf) => withCitation(tables, 'financials', tables.financials.id, filters, asOf),
  references: { company: 'companies', group: 'companies', source: 'sources', publisher: 'publisher', outlet: 'outlet' },
  includes: {
    companies: { collection: 'companies', ids: ({ company }) => [String(company)] },
    sources: { collection: 'sources', links: citedSources('financials') },
  },
};
