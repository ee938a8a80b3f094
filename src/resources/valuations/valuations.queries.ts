import type { SQL } from 'drizzle-orm';
import { type Asked, isKnown } from '../../database/expressions.ts';
import type { Tables } from '../../database/tables/index.ts';
import { among, atLeast, atMost, citing, inGroup, linksTo } from '../../listing/conditions.ts';
import type { Bounds, RecordDefinition } from '../../listing/definition.ts';
import { citedBy } from '../../listing/included.ts';

const conditions = (tables: Tables, bounds: Bounds, asked: Asked): SQL[] => {
  const { valuations } = tables;
  return [
    ...among(valuations.companyId, bounds.company),
    ...inGroup(tables, valuations.companyId, bounds.group),
    ...linksTo(tables, valuations.dealId, bounds.deal, asked),
    ...among(valuations.basis, bounds.basis),
    ...atLeast(valuations.amountUsd, bounds.amountUsdMin),
    ...atMost(valuations.amountUsd, bounds.amountUsdMax),
    ...atLeast(valuations.observedDay, bounds.observedFrom),
    ...atMost(valuations.observedDay, bounds.observedTo),
  ];
};

export const valuationList: RecordDefinition = {
  collection: 'valuations',
  table: ({ valuations }) => valuations,
  id: ({ valuations }) => valuations.id,
  visible: ({ valuations }, asked) => isKnown(valuations.knownFrom, asked)[0],
  sorts: {
    observedOn: ({ valuations }) => valuations.observedDay,
    amountUsd: ({ valuations }) => valuations.amountUsd,
    knownFrom: ({ valuations }) => valuations.knownFrom,
  },
  conditions,
  sets: (tables, bounds, asked) => citing(tables, 'valuations', tables.valuations.id, bounds, asked),
  references: { company: 'companies', group: 'companies', deal: 'deals', source: 'sources', publisher: 'publisher' },
  includes: {
    companies: { collection: 'companies', ids: ({ company }) => [String(company)] },
    sources: { collection: 'sources', links: citedBy('valuations') },
    deals: { collection: 'deals', ids: ({ deal }) => [deal as string | undefined] },
  },
};
