import {
  anyColumn,
  anyOf,
  citedSources,
  inGroup,
  linkedToDeal,
  range,
  withCitation,
  withCounterparty,
} from '../../database/expressions.ts';
import type { RecordDefinition } from '../../lists/list-definition.ts';

export const chipCommitmentList: RecordDefinition = {
  collection: 'chip-commitments',
  rows: ({ commitmentStates: table }) => ({
    table,
    id: table.commitmentId,
    sorts: {
      lastReportedOn: table.lastReportedDay,
      amountUsd: table.amountUsd,
      units: table.units,
      powerMw: table.powerMw,
      startsOn: table.startsDay,
    },
  }),
  optionalSorts: ['amountUsd', 'units', 'powerMw', 'startsOn'],
  conditions: ({ commitmentStates: states }, filters) => [
    ...anyOf(states.status, filters.status),
    ...anyOf(states.certainty, filters.certainty),
    ...anyOf(states.evidenceGrade, filters.evidenceGrade),
    ...range(states.amountUsd, filters.amountUsdMin, filters.amountUsdMax),
    ...range(states.units, filters.unitsMin, filters.unitsMax),
    ...range(states.powerMw, filters.powerMwMin, filters.powerMwMax),
    ...range(states.lastReportedDay, filters.reportedFrom, filters.reportedTo),
  ],
  semiJoins: (tables, filters, asOf) => {
    const { chipCommitments, chipCommitmentChips, commitmentStates } = tables;
    const { buyerId, providerId, chipVendorId } = chipCommitments;
    const column = commitmentStates.commitmentId;
    // Columns that never change over time are in the commitment, not in its states.
    const own = [
      ...anyColumn([buyerId, providerId, chipVendorId], (party) => anyOf(party, filters.company)),
      ...anyColumn([buyerId, providerId, chipVendorId], (party) => inGroup(tables, party, filters.group)),
      ...withCounterparty(tables, [buyerId, providerId, chipVendorId], filters),
      ...anyOf(buyerId, filters.buyer),
      ...anyOf(providerId, filters.provider),
      ...anyOf(chipVendorId, filters.chipVendor),
      ...linkedToDeal(tables, chipCommitments.dealId, filters.deal, asOf),
    ];
    return [
      ...(own.length === 0 ? [] : [{ column, table: chipCommitments, id: chipCommitments.id, where: own }]),
      ...anyOf(chipCommitmentChips.chipId, filters.chip).map((isOfChip) => ({
        column,
        table: chipCommitmentChips,
        id: chipCommitmentChips.commitmentId,
        where: [isOfChip],
      })),
      ...withCitation(tables, 'chip-commitments', column, filters, asOf),
    ];
  },
  facets: ({ commitmentStates: { status, certainty, evidenceGrade } }) => ({ status, certainty, evidenceGrade }),
  references: {
    company: 'companies',
    group: 'companies',
    counterparty: 'companies',
    counterpartyGroup: 'companies',
    buyer: 'companies',
    provider: 'companies',
    chipVendor: 'companies',
    chip: 'chips',
    deal: 'deals',
    source: 'sources',
    publisher: 'publisher',
    outlet: 'outlet',
  },
  includes: {
    companies: {
      collection: 'companies',
      ids: ({ buyer, provider, chipVendor }) => [String(buyer), provider as string | undefined, String(chipVendor)],
    },
    sources: { collection: 'sources', links: citedSources('chip-commitments') },
    chips: { collection: 'chips', ids: ({ chips }) => chips as string[] },
    deals: { collection: 'deals', ids: ({ deal }) => [deal as string | undefined] },
  },
};
