import { type CountedDeal, countDeals, type DealSum, listOwnAmounts, sumCountedDeals } from '../../analysis/deal-sums.ts';
import { type ByNature, type FlowOverlap, findOverlap, type GraphFlow, sumByNature, sumFlows } from '../../analysis/flow-sums.ts';
import { createRowGroups, groupRows, toQuarter, toYear } from '../../analysis/group-rows.ts';
import { groupBy } from '../../analysis/grouping.ts';
import type { DealLinks } from '../../analysis/umbrellas.ts';
import { sumUsd, type TrancheSums, toUsdTerm, type UsdSum } from '../../domain/usd-sum.ts';
import { type Certainty, moneyClassByKind } from '../../domain/vocabulary.ts';
import type { GraphCommitment } from '../../graph-data/chip-commitments.ts';
import type { DealTotals, ParticipantRow } from './stats.repository.ts';

export interface Sum {
  count: number;
  /** Null if the items are money of different kinds. */
  usd: UsdSum | null;
  tranches?: TrancheSums | null;
  byClass?: DealSum['byClass'];
  byNature?: ByNature;
  units?: UsdSum;
  powerMw?: UsdSum;
}

export interface Stats {
  total: Sum;
  rows: (Sum & { key: Record<string, string> })[];
  excluded: (Sum & { reason: string })[];
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
 * Sums deals by money class. An umbrella counts with its remainder over its parts. Loads the participants in batches and keeps none,
 * because a hundred thousand deals have several hundred thousand participants.
 */
export const sumDeals = async (
  deals: readonly DealTotals[],
  loadParticipants: (dealIds: readonly string[]) => PromiseLike<readonly ParticipantRow[]>,
  keys: readonly string[],
  isCertaintyFiltered: boolean,
  dealLinks: DealLinks,
): Promise<Stats> => {
  const { alive, excluded } = partitionByCertainty(deals, isCertaintyFiltered);
  const { counted, overlapping } = countDeals(alive, dealLinks);
  const isByParticipant = keys.some((key) => key === 'company' || key === 'role' || key === 'country');
  const rows = createRowGroups<CountedDeal<DealTotals>[]>(keys);
  for (let start = 0; keys.length > 0 && start < counted.length; start += dealsPerBatch) {
    const batch = counted.slice(start, start + dealsPerBatch);
    const participants = isByParticipant ? await loadParticipants(batch.map(({ deal }) => deal.id)) : [];
    const participantsByDeal = groupBy(participants, ({ dealId }) => dealId);
    for (const one of batch) {
      const { id, kind, status, certainty, announcedOn, amountReportedOn } = one.deal;
      // Money counts in the year of the report that set the amount. A contract of 2019 can be enlarged in 2025.
      const datedOn = amountReportedOn ?? announcedOn;
      const own: Readonly<Record<string, string>> = {
        kind,
        moneyClass: moneyClassByKind[kind],
        status,
        certainty,
        year: toYear(datedOn),
        quarter: toQuarter(datedOn),
        announcedYear: toYear(announcedOn),
      };
      const toKey = (participant?: ParticipantRow) =>
        keys.map((name) => own[name] ?? participant?.[name as 'company' | 'role' | 'country'] ?? 'unknown');
      const dealKeys = isByParticipant ? (participantsByDeal.get(id) ?? []).map(toKey) : [toKey()];
      rows.update(dealKeys, (group = []) => {
        group.push(one);
        return group;
      });
    }
  }
  return {
    total: sumCountedDeals(counted),
    rows: rows.toRows().map(({ key, value }) => ({ key, ...sumCountedDeals(value) })),
    excluded: [{ reason: 'overlaps_counted', items: overlapping }, ...excluded].map(({ reason, items }) => ({
      reason,
      ...sumCountedDeals(listOwnAmounts(items)),
    })),
  };
};

/** Sums flows by nature, within the amount that their deal states. An umbrella counts with its remainder over its parts. */
export const sumFlowStats = (
  flows: readonly GraphFlow[],
  keys: readonly string[],
  isCertaintyFiltered: boolean,
  dealLinks: DealLinks,
): Stats => {
  const { alive, excluded } = partitionByCertainty(flows, isCertaintyFiltered);
  const overlap = findOverlap(alive, dealLinks);
  const sumItems = (items: readonly GraphFlow[], within: FlowOverlap): Sum => {
    const byNature = sumByNature(items, within);
    return { count: items.length, usd: Object.keys(byNature).length > 1 ? null : sumFlows(items, within), byNature };
  };
  const counted = alive.filter((flow) => !overlap.restated.has(flow));
  const sumOwn = (items: readonly GraphFlow[]): Sum => sumItems(items, { ...findOverlap(items, dealLinks), restated: new Set() });
  const toKeys = ({ nature, from, to, fromGroup, toGroup, certainty, year }: GraphFlow) => [
    { nature, from, to, fromGroup, toGroup, certainty, year: year ?? 'unknown' },
  ];
  return {
    total: sumItems(counted, overlap),
    rows: groupRows(counted, keys, toKeys).map(({ key, items }) => ({ key, ...sumItems(items, overlap) })),
    excluded: [{ reason: 'overlaps_counted', items: [...overlap.restated] }, ...excluded].map(({ reason, items }) => ({
      reason,
      ...sumOwn(items),
    })),
  };
};

/** Sums chip commitments, with chips and megawatts. A commitment that states again the money of the deal of another one does not count. */
export const sumCommitments = (commitments: readonly GraphCommitment[], keys: readonly string[], isCertaintyFiltered: boolean): Stats => {
  const { alive: passed, excluded } = partitionByCertainty(commitments, isCertaintyFiltered);
  const deals = new Set(passed.map(({ deal }) => deal));
  const isOverlapping = ({ overlaps = [] }: GraphCommitment) => overlaps.some((deal) => deals.has(deal));
  const alive = passed.filter((commitment) => !isOverlapping(commitment));
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
    excluded: [{ reason: 'overlaps_counted', items: passed.filter(isOverlapping) }, ...excluded].map(({ reason, items }) => ({
      reason,
      count: items.length,
      usd: sumAmounts(items),
    })),
  };
};
