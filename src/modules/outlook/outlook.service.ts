import { countDeals, listOwnAmounts } from '../../analysis/deal-sums.ts';
import type { GraphFlow } from '../../analysis/flow-sums.ts';
import { groupBy, sortedUnique } from '../../analysis/grouping.ts';
import { buildSchedule, type Schedule, spreadByYear } from '../../analysis/outlook.ts';
import { firstDayOf, lastDayOf } from '../../domain/dates.ts';
import { sumUsd, toUsdTerm, type UsdSum } from '../../domain/usd-sum.ts';
import type { DealKind } from '../../domain/vocabulary.ts';
import type { Analysis } from '../../graph-data/analysis.ts';
import { type GraphCommitment, loadCommitments } from '../../graph-data/chip-commitments.ts';
import { loadDealLinks, loadGraphFlows } from '../../graph-data/flows.ts';
import type { ResponsePayload } from '../../http/response-cache.ts';
import { prepareFilters, toFilters } from '../../lists/list.ts';
import type { Lists } from '../../lists/list-definition.ts';
import { cacheHeaders, resolveAsOf, selectDataset, toMeta } from '../../records/documents.ts';
import { selectPurchaseDeals, statedPurchases } from './outlook.repository.ts';
import { maxUnits, type OutlookQuery } from './outlook.schemas.ts';

interface SpendUnit {
  /** Groups that pay. */
  payers: readonly string[];
  isIntermediate: boolean;
  deal: string | null;
  chipCommitment: string | null;
  usd: UsdSum;
  startsOn: string | null;
  assumedStart: boolean;
  schedule: Schedule | null;
}

/** Returns the earliest of some dates by their first days, or the latest by their last days. */
const pickExtreme = (dates: readonly (string | null)[], isEarliest: boolean): string | null =>
  dates.reduce((best, date) => {
    if (date === null || best === null) return best ?? date;
    if (isEarliest) return firstDayOf(date) < firstDayOf(best) ? date : best;
    return lastDayOf(date) > lastDayOf(best) ? date : best;
  }, null);

const toSpendUnit = (
  owner: Pick<SpendUnit, 'deal' | 'chipCommitment' | 'usd' | 'payers' | 'isIntermediate'>,
  terms: { announcedOn: string | null; termYears: number | null },
  commitments: readonly GraphCommitment[],
): SpendUnit => {
  const stated = pickExtreme(
    commitments.map(({ startsOn }) => startsOn),
    true,
  );
  const startsOn = stated ?? terms.announcedOn;
  const endsOn = pickExtreme(
    commitments.map(({ endsOn: end }) => end),
    false,
  );
  const longest = commitments.reduce<number | null>((most, { termYears }) => Math.max(most ?? 0, termYears ?? 0) || null, null);
  const schedule = buildSchedule({ startsOn, endsOn, termYears: terms.termYears ?? longest });
  return { ...owner, startsOn, assumedStart: stated === null, schedule };
};

const toAmount = ({ amountUsd }: GraphCommitment) => toUsdTerm(amountUsd ?? { min: null, max: null });

const sumUnits = (units: readonly Pick<SpendUnit, 'usd' | 'isIntermediate'>[]) => {
  const sum = (some: typeof units) => sumUsd(some.map(({ usd }) => usd));
  return {
    count: units.length,
    usd: sum(units),
    final: sum(units.filter(({ isIntermediate }) => !isIntermediate)),
    intermediate: sum(units.filter(({ isIntermediate }) => isIntermediate)),
  };
};

/** The kinds of deals by which a group is paid for compute, which it has to buy or rent in turn. */
const computeKinds: readonly (DealKind | null)[] = ['compute_contract', 'data_center_lease'];

/** Finds who pays for each counted purchase, and the groups that are paid for compute. */
const summarizeFlows = (flows: readonly GraphFlow[], isCounted: (id: string) => boolean) => {
  const ofCounted = flows.filter(({ deal, chipCommitment }) => isCounted(deal ?? chipCommitment ?? ''));
  const payers = groupBy(ofCounted, ({ deal, chipCommitment }) => deal ?? chipCommitment ?? '');
  const paidForCompute = new Set(
    ofCounted.filter(({ kind }) => kind === null || computeKinds.includes(kind)).map(({ toGroup }) => toGroup),
  );
  return (id: string) => {
    const groups = sortedUnique((payers.get(id) ?? []).map(({ fromGroup }) => fromGroup));
    return { payers: groups, isIntermediate: groups.length > 0 && groups.every((group) => paidForCompute.has(group)) };
  };
};

const sortLargestFirst = (units: readonly SpendUnit[]): SpendUnit[] =>
  [...units]
    .sort(
      (a, b) =>
        (b.usd.high ?? -1) - (a.usd.high ?? -1) || ((a.deal ?? a.chipCommitment ?? '') < (b.deal ?? b.chipCommitment ?? '') ? -1 : 1),
    )
    .slice(0, maxUnits);

const sumByYear = (units: readonly SpendUnit[]) => {
  const parts = units.flatMap(({ schedule, usd, isIntermediate }) =>
    schedule === null
      ? []
      : spreadByYear(schedule, usd).map((part) => ({
          year: part.year,
          isIntermediate,
          usd: { ...usd, low: part.usd.low, high: part.usd.high },
        })),
  );
  return [...groupBy(parts, ({ year }) => year)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([year, inYear]) => ({ year, ...sumUnits(inYear) }));
};

/** Returns committed spending by calendar year: deals with a purchase, and chip commitments without a deal. */
export const getOutlook = async (
  { session, today }: Analysis,
  { asOf, ...filters }: OutlookQuery,
  lists: Lists,
): Promise<ResponsePayload> => {
  const dataset = await selectDataset(session);
  const resolvedAsOf = resolveAsOf(dataset, asOf, today);
  const filterValues = await prepareFilters(session, lists.deals, toFilters(filters), resolvedAsOf);
  const matchingDeals = await selectPurchaseDeals(session, lists.deals, filterValues, resolvedAsOf);
  const dealLinks = await loadDealLinks(session, resolvedAsOf);
  const { counted, overlapping } = countDeals(matchingDeals, dealLinks);
  const alive = (await loadCommitments(session, lists['chip-commitments'], {}, resolvedAsOf)).filter(
    ({ certainty }) => certainty !== 'dead',
  );
  const linked = groupBy(alive, ({ deal }) => deal);
  const { kind, ...sharedFilters } = filterValues;
  const commitments = kind === undefined ? await loadCommitments(session, lists['chip-commitments'], sharedFilters, resolvedAsOf) : [];
  const committed = commitments.filter(({ certainty }) => certainty === 'intended' || certainty === 'binding');
  const purchases = new Set(matchingDeals.map(({ id }) => id));
  const linkedElsewhere = committed.filter(({ deal }) => deal !== undefined && !purchases.has(deal));
  const unlinked = committed.filter(({ deal }) => deal === undefined);
  const isRestated = ({ id }: GraphCommitment) => dealLinks.commitmentOverlaps(id).some((deal) => purchases.has(deal));
  const own = unlinked.filter((commitment) => !isRestated(commitment));
  const countedIds = new Set([...counted.map(({ deal }) => deal.id), ...own.map(({ id }) => id)]);
  const flowsOf = summarizeFlows(await loadGraphFlows(session, resolvedAsOf, statedPurchases(session)), (id) => countedIds.has(id));
  const units = [
    ...counted.map(({ deal, usd }) =>
      toSpendUnit({ deal: deal.id, chipCommitment: null, usd, ...flowsOf(deal.id) }, deal, linked.get(deal.id) ?? []),
    ),
    ...own.map((commitment) =>
      toSpendUnit(
        { deal: null, chipCommitment: commitment.id, usd: sumUsd([toAmount(commitment)]), ...flowsOf(commitment.id) },
        commitment,
        [commitment],
      ),
    ),
  ];
  const scheduled = units.filter(({ schedule }) => schedule !== null);
  const unscheduled = units.filter(({ schedule }) => schedule === null);
  const data = {
    years: sumByYear(scheduled),
    total: sumUnits(units),
    scheduled: sortLargestFirst(scheduled).map(({ schedule, ...unit }) => ({ ...unit, ...schedule })),
    unscheduled: sumUnits(unscheduled),
    unscheduledUnits: sortLargestFirst(unscheduled).map(
      ({ schedule: _schedule, startsOn: _startsOn, assumedStart: _assumedStart, ...unit }) => unit,
    ),
    excluded: [
      {
        reason: 'overlaps_counted',
        count: overlapping.length + unlinked.length - own.length,
        usd: sumUsd([...listOwnAmounts(overlapping).map(({ usd }) => usd), ...unlinked.filter(isRestated).map(toAmount)]),
      },
      { reason: 'linked_to_deal', count: linkedElsewhere.length, usd: sumUsd(linkedElsewhere.map(toAmount)) },
    ],
  };
  const truncated = Math.max(scheduled.length, unscheduled.length) > maxUnits;
  return { body: JSON.stringify({ data, meta: { ...toMeta(dataset, resolvedAsOf), truncated } }), headers: cacheHeaders(resolvedAsOf) };
};
