import { countDeals, sumOwnAmounts } from '../../analysis/deal-sums.ts';
import { findOverlap, type GraphFlow, sumFlows, summarizeExcluded } from '../../analysis/flow-sums.ts';
import { createRowGroups, groupRows, toQuarter, toYear } from '../../analysis/group-rows.ts';
import { groupBy } from '../../analysis/grouping.ts';
import type { UmbrellaLookup } from '../../analysis/umbrellas.ts';
import { sumUsd, toUsdTerm, type UsdSum } from '../../domain/usd-sum.ts';
import type { Certainty } from '../../domain/vocabulary.ts';
import type { GraphCommitment } from '../../graph-data/chip-commitments.ts';
import type { DealTotals, ParticipantRow } from './stats.repository.ts';

export interface Sum {
  count: number;
  usd: UsdSum;
  units?: UsdSum;
  powerMw?: UsdSum;
}

export interface Stats {
  total: Sum;
  rows: (Sum & { key: Record<string, string> })[];
  excluded: { reason: string; count: number; usd: UsdSum }[];
}

/** The certainties that totals exclude by default. */
const excludedReasons = ['dead', 'speculative'] as const;

/** Separates counted items from dead and speculative ones. Counts all if the request filters by certainty. */
const partitionByCertainty = <Item extends { certainty: Certainty }>(items: readonly Item[], isCertaintyFiltered: boolean) => ({
  alive: isCertaintyFiltered ? [...items] : items.filter(({ certainty }) => !excludedReasons.some((one) => one === certainty)),
  excluded: excludedReasons.map((reason) => ({
    reason,
    items: isCertaintyFiltered ? [] : items.filter(({ certainty }) => certainty === reason),
  })),
});

const dealsPerBatch = 500;

/**
 * Sums deals. Counts parts and their umbrella once. Loads the participants in batches and keeps only the sums, because a hundred
 * thousand deals have several hundred thousand participants.
 */
export const sumDeals = async (
  deals: readonly DealTotals[],
  loadParticipants: (dealIds: readonly string[]) => PromiseLike<readonly ParticipantRow[]>,
  keys: readonly string[],
  isCertaintyFiltered: boolean,
  getUmbrella: UmbrellaLookup,
): Promise<Stats> => {
  const { alive, excluded } = partitionByCertainty(deals, isCertaintyFiltered);
  const { counted, partOfCounted } = countDeals(alive, getUmbrella);
  const isByParticipant = keys.some((key) => key === 'company' || key === 'role' || key === 'country');
  const rows = createRowGroups<Sum>(keys);
  for (let start = 0; keys.length > 0 && start < counted.length; start += dealsPerBatch) {
    const batch = counted.slice(start, start + dealsPerBatch);
    const participants = isByParticipant ? await loadParticipants(batch.map(({ deal }) => deal.id)) : [];
    const participantsByDeal = groupBy(participants, ({ dealId }) => dealId);
    for (const { deal, usd } of batch) {
      const { kind, status, certainty, announcedOn } = deal;
      const own: Readonly<Record<string, string>> = {
        kind,
        status,
        certainty,
        year: toYear(announcedOn),
        quarter: toQuarter(announcedOn),
      };
      const toKey = (participant?: ParticipantRow) =>
        keys.map((name) => own[name] ?? participant?.[name as 'company' | 'role' | 'country'] ?? 'unknown');
      const dealKeys = isByParticipant ? (participantsByDeal.get(deal.id) ?? []).map(toKey) : [toKey()];
      rows.update(dealKeys, (sum) => ({ count: (sum?.count ?? 0) + 1, usd: sumUsd(sum === undefined ? [usd] : [sum.usd, usd]) }));
    }
  }
  return {
    total: { count: counted.length, usd: sumUsd(counted.map(({ usd }) => usd)) },
    rows: rows.toRows().map(({ key, value }) => ({ key, ...value })),
    excluded: [{ reason: 'part_of_counted', items: partOfCounted }, ...excluded].map(({ reason, items }) => ({
      reason,
      count: items.length,
      usd: sumOwnAmounts(items),
    })),
  };
};

/** Sums flows within the amount that their deal states. Counts parts and their umbrella once. */
export const sumFlowStats = (
  flows: readonly GraphFlow[],
  keys: readonly string[],
  isCertaintyFiltered: boolean,
  getUmbrella: UmbrellaLookup,
): Stats => {
  const { alive, excluded } = partitionByCertainty(flows, isCertaintyFiltered);
  const overlap = findOverlap(alive, getUmbrella);
  // Count by the upper bound. A flow that counts at neither bound is in `excluded`.
  const sumItems = (items: readonly GraphFlow[]): Sum => ({
    count: items.filter((flow) => !overlap.high.has(flow)).length,
    usd: sumFlows(items, overlap),
  });
  const toKeys = ({ nature, from, to, fromGroup, toGroup, certainty, year }: GraphFlow) => [
    { nature, from, to, fromGroup, toGroup, certainty, year: year ?? 'unknown' },
  ];
  return {
    total: sumItems(alive),
    rows: groupRows(alive, keys, toKeys).map(({ key, items }) => ({ key, ...sumItems(items) })),
    excluded: [
      { reason: 'part_of_counted', ...summarizeExcluded(alive, overlap) },
      ...excluded.map(({ reason, items }) => ({ reason, count: items.length, usd: sumFlows(items, findOverlap(items, getUmbrella)) })),
    ],
  };
};

/** Sums chip commitments, with chips and megawatts. Commitments have no umbrella; if a vendor's total includes others, its note says so. */
export const sumCommitments = (commitments: readonly GraphCommitment[], keys: readonly string[], isCertaintyFiltered: boolean): Stats => {
  const { alive, excluded } = partitionByCertainty(commitments, isCertaintyFiltered);
  const nothing = { min: null, max: null };
  const sumAmounts = (items: readonly GraphCommitment[]) => sumUsd(items.map(({ amountUsd }) => toUsdTerm(amountUsd ?? nothing)));
  const sumItems = (items: readonly GraphCommitment[]): Sum => ({
    count: items.length,
    usd: sumAmounts(items),
    units: sumUsd(items.map(({ units }) => toUsdTerm(units ?? nothing))),
    powerMw: sumUsd(items.map(({ powerMw }) => toUsdTerm(powerMw ?? nothing))),
  });
  const toKeys = ({ buyer, provider, chipVendor, chips, status, startsOn }: GraphCommitment) =>
    (chips.length === 0 ? ['unknown'] : chips).map((chip) => ({
      buyer,
      provider: provider ?? 'none',
      chipVendor,
      chip,
      status,
      year: toYear(startsOn),
    }));
  return {
    total: sumItems(alive),
    rows: groupRows(alive, keys, toKeys).map(({ key, items }) => ({ key, ...sumItems(items) })),
    excluded: excluded.map(({ reason, items }) => ({ reason, count: items.length, usd: sumAmounts(items) })),
  };
};
