import { sql } from 'drizzle-orm';
import { type Asked, holds } from '../../database/expressions.ts';
import type { Tables } from '../../database/tables/index.ts';
import { among, atLeast, atMost, citing, eitherOf, inGroup, linksTo } from '../../listing/conditions.ts';
import type { Bounds, IdSet, RecordDefinition } from '../../listing/definition.ts';
import { citedBy } from '../../listing/included.ts';

/** What stands in the commitment itself, and not in its states, is looked up there. */
const commitmentsWith = (tables: Tables, bounds: Bounds, asked: Asked): IdSet[] => {
  const { chipCommitments, commitmentStates } = tables;
  const parties = [chipCommitments.buyerId, chipCommitments.providerId, chipCommitments.chipVendorId];
  const wanted = [
    ...eitherOf(parties, (column) => among(column, bounds.company)),
    ...eitherOf(parties, (column) => inGroup(tables, column, bounds.group)),
    ...among(chipCommitments.buyerId, bounds.buyer),
    ...among(chipCommitments.providerId, bounds.provider),
    ...among(chipCommitments.chipVendorId, bounds.chipVendor),
    ...linksTo(tables, chipCommitments.dealId, bounds.deal, asked),
  ];
  if (wanted.length === 0) return [];
  const where = sql.join(wanted, sql` and `);
  return [{ column: commitmentStates.commitmentId, id: chipCommitments.id, from: sql`${chipCommitments}`, where }];
};

const commitmentsOfChips = ({ chipCommitmentChips, commitmentStates }: Tables, { chip }: Bounds): IdSet[] =>
  among(chipCommitmentChips.chipId, chip).map((where) => ({
    column: commitmentStates.commitmentId,
    id: chipCommitmentChips.commitmentId,
    from: sql`${chipCommitmentChips}`,
    where,
  }));

export const chipCommitmentList: RecordDefinition = {
  collection: 'chip-commitments',
  table: ({ commitmentStates }) => commitmentStates,
  id: ({ commitmentStates }) => commitmentStates.commitmentId,
  visible: ({ commitmentStates }, asked) => holds(commitmentStates, asked),
  sorts: {
    lastReportedOn: ({ commitmentStates }) => commitmentStates.lastReportedDay,
    amountUsd: ({ commitmentStates }) => commitmentStates.amountUsd,
    units: ({ commitmentStates }) => commitmentStates.units,
    powerMw: ({ commitmentStates }) => commitmentStates.powerMw,
    startsOn: ({ commitmentStates }) => commitmentStates.startsDay,
  },
  conditions: ({ commitmentStates }, bounds) => [
    ...among(commitmentStates.status, bounds.status),
    ...among(commitmentStates.certainty, bounds.certainty),
    ...atLeast(commitmentStates.amountUsd, bounds.amountUsdMin),
    ...atMost(commitmentStates.amountUsd, bounds.amountUsdMax),
    ...atLeast(commitmentStates.units, bounds.unitsMin),
    ...atMost(commitmentStates.units, bounds.unitsMax),
    ...atLeast(commitmentStates.powerMw, bounds.powerMwMin),
    ...atMost(commitmentStates.powerMw, bounds.powerMwMax),
    ...atLeast(commitmentStates.lastReportedDay, bounds.reportedFrom),
    ...atMost(commitmentStates.lastReportedDay, bounds.reportedTo),
  ],
  sets: (tables, bounds, asked) => [
    ...commitmentsWith(tables, bounds, asked),
    ...commitmentsOfChips(tables, bounds),
    ...citing(tables, 'chip-commitments', tables.commitmentStates.commitmentId, bounds, asked),
  ],
  references: {
    company: 'companies',
    group: 'companies',
    buyer: 'companies',
    provider: 'companies',
    chipVendor: 'companies',
    chip: 'chips',
    deal: 'deals',
    source: 'sources',
    publisher: 'publisher',
  },
  includes: {
    companies: {
      collection: 'companies',
      ids: ({ buyer, provider, chipVendor }) => [String(buyer), provider as string | undefined, String(chipVendor)],
    },
    sources: { collection: 'sources', links: citedBy('chip-commitments') },
    chips: { collection: 'chips', ids: ({ chips }) => chips as string[] },
    deals: { collection: 'deals', ids: ({ deal }) => [deal as string | undefined] },
  },
};
