import type { SQL } from 'drizzle-orm';
import { type Asked, isKnown } from '../../database/expressions.ts';
import type { Tables } from '../../database/tables/index.ts';
import { among, atLeast, atMost, citing, eitherOf, inGroup, linksTo } from '../../listing/conditions.ts';
import type { Bounds, RecordDefinition } from '../../listing/definition.ts';
import { citedBy } from '../../listing/included.ts';

const conditions = (tables: Tables, bounds: Bounds, asked: Asked): SQL[] => {
  const { stakes } = tables;
  return [
    ...eitherOf([stakes.holderId, stakes.issuerId], (column) => among(column, bounds.company)),
    ...eitherOf([stakes.holderId, stakes.issuerId], (column) => inGroup(tables, column, bounds.group)),
    ...among(stakes.holderId, bounds.holder),
    ...among(stakes.issuerId, bounds.issuer),
    ...linksTo(tables, stakes.dealId, bounds.deal, asked),
    ...among(stakes.basis, bounds.basis),
    ...atLeast(stakes.percent, bounds.percentMin),
    ...atMost(stakes.percent, bounds.percentMax),
    ...atLeast(stakes.valueUsd, bounds.valueUsdMin),
    ...atMost(stakes.valueUsd, bounds.valueUsdMax),
    ...atLeast(stakes.observedDay, bounds.observedFrom),
    ...atMost(stakes.observedDay, bounds.observedTo),
  ];
};

export const stakeList: RecordDefinition = {
  collection: 'stakes',
  table: ({ stakes }) => stakes,
  id: ({ stakes }) => stakes.id,
  visible: ({ stakes }, asked) => isKnown(stakes.knownFrom, asked)[0],
  sorts: {
    observedOn: ({ stakes }) => stakes.observedDay,
    percent: ({ stakes }) => stakes.percent,
    valueUsd: ({ stakes }) => stakes.valueUsd,
    knownFrom: ({ stakes }) => stakes.knownFrom,
  },
  conditions,
  sets: (tables, bounds, asked) => citing(tables, 'stakes', tables.stakes.id, bounds, asked),
  references: {
    company: 'companies',
    group: 'companies',
    holder: 'companies',
    issuer: 'companies',
    deal: 'deals',
    source: 'sources',
    publisher: 'publisher',
  },
  includes: {
    companies: { collection: 'companies', ids: ({ holder, issuer }) => [String(holder), String(issuer)] },
    sources: { collection: 'sources', links: citedBy('stakes') },
    deals: { collection: 'deals', ids: ({ deal }) => [deal as string | undefined] },
  },
};
