import { countDeals, sumOwnAmounts } from '../../analysis/deal-sums.ts';
import { excludedByOverlap, type FlowFact, overlapOf, sumFlows } from '../../analysis/flow-sums.ts';
import { groupBy } from '../../analysis/grouping.ts';
import { groupRows, quarterOf, yearOf } from '../../analysis/stats.ts';
import type { UmbrellaOf } from '../../analysis/umbrellas.ts';
import { addUp, termOf, type UsdSum } from '../../analysis/usd-sum.ts';
import type { Certainty } from '../../domain/vocabulary.ts';
import type { CommitmentFact } from '../../facts/commitment-facts.ts';
import type { DealFact, ParticipantFact } from './stats.queries.ts';

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

/** What totals leave out unless it is asked for. */
const leftOut = ['dead', 'speculative'] as const;

/** Parts what counts from what is dead or only talked of, unless the request itself says which certainty it wants. */
const partByCertainty = <Item extends { certainty: Certainty }>(passed: readonly Item[], isCertaintyAsked: boolean) => ({
  alive: isCertaintyAsked ? [...passed] : passed.filter(({ certainty }) => !leftOut.some((one) => one === certainty)),
  excluded: leftOut.map((reason) => ({ reason, items: isCertaintyAsked ? [] : passed.filter(({ certainty }) => certainty === reason) })),
});

/** Totals of deals, part and umbrella once. */
export const statsOfDeals = (
  passed: readonly DealFact[],
  participants: readonly ParticipantFact[],
  keys: readonly string[],
  isCertaintyAsked: boolean,
  umbrellaOf: UmbrellaOf,
): Stats => {
  const { alive, excluded } = partByCertainty(passed, isCertaintyAsked);
  const { counted, partOfCounted } = countDeals(alive, umbrellaOf);
  const participantsOf = groupBy(participants, ({ dealId }) => dealId);
  const isByParticipant = keys.some((key) => key === 'company' || key === 'role' || key === 'country');
  const keysOf = ({ deal }: (typeof counted)[number]): Record<string, string>[] => {
    const { kind, status, certainty, announcedOn } = deal;
    const own = { kind, status, certainty, year: yearOf(announcedOn), quarter: quarterOf(announcedOn) };
    if (!isByParticipant) return [own];
    return (participantsOf.get(deal.id) ?? []).map(({ company, role, country }) => ({
      ...own,
      company,
      role,
      country: country ?? 'unknown',
    }));
  };
  const sumOf = (items: typeof counted): Sum => ({ count: items.length, usd: addUp(items.map(({ usd }) => usd)) });
  return {
    total: sumOf(counted),
    rows: groupRows(counted, keys, keysOf).map(({ key, items }) => ({ key, ...sumOf(items) })),
    excluded: [{ reason: 'part_of_counted', items: partOfCounted }, ...excluded].map(({ reason, items }) => ({
      reason,
      count: items.length,
      usd: sumOwnAmounts(items),
    })),
  };
};

/** Totals of flows, each deal bounded by what it states, part and umbrella once. */
export const statsOfFlows = (
  passed: readonly FlowFact[],
  keys: readonly string[],
  isCertaintyAsked: boolean,
  umbrellaOf: UmbrellaOf,
): Stats => {
  const { alive, excluded } = partByCertainty(passed, isCertaintyAsked);
  const overlap = overlapOf(alive, umbrellaOf);
  // A flow that counts at neither end stands in `excluded`; it is counted by the upper end.
  const sumOf = (items: readonly FlowFact[]): Sum => ({
    count: items.filter((flow) => !overlap.high.has(flow)).length,
    usd: sumFlows(items, overlap),
  });
  const keysOf = ({ nature, from, to, fromGroup, toGroup, certainty, year }: FlowFact) => [
    { nature, from, to, fromGroup, toGroup, certainty, year: year ?? 'unknown' },
  ];
  return {
    total: sumOf(alive),
    rows: groupRows(alive, keys, keysOf).map(({ key, items }) => ({ key, ...sumOf(items) })),
    excluded: [
      { reason: 'part_of_counted', ...excludedByOverlap(alive, overlap) },
      ...excluded.map(({ reason, items }) => ({ reason, count: items.length, usd: sumFlows(items, overlapOf(items, umbrellaOf)) })),
    ],
  };
};

/** Totals of chip commitments, with chips and megawatts. Commitments have no umbrella: where a vendor's total includes others, its note says so. */
export const statsOfCommitments = (passed: readonly CommitmentFact[], keys: readonly string[], isCertaintyAsked: boolean): Stats => {
  const { alive, excluded } = partByCertainty(passed, isCertaintyAsked);
  const nothing = { min: null, max: null };
  const usdOf = (items: readonly CommitmentFact[]) => addUp(items.map(({ amountUsd }) => termOf(amountUsd ?? nothing)));
  const sumOf = (items: readonly CommitmentFact[]): Sum => ({
    count: items.length,
    usd: usdOf(items),
    units: addUp(items.map(({ units }) => termOf(units ?? nothing))),
    powerMw: addUp(items.map(({ powerMw }) => termOf(powerMw ?? nothing))),
  });
  const keysOf = ({ buyer, provider, chipVendor, chips, status, startsOn }: CommitmentFact) =>
    (chips.length === 0 ? ['unknown'] : chips).map((chip) => ({
      buyer,
      provider: provider ?? 'none',
      chipVendor,
      chip,
      status,
      year: yearOf(startsOn),
    }));
  return {
    total: sumOf(alive),
    rows: groupRows(alive, keys, keysOf).map(({ key, items }) => ({ key, ...sumOf(items) })),
    excluded: excluded.map(({ reason, items }) => ({ reason, count: items.length, usd: usdOf(items) })),
  };
};
