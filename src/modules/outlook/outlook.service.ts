import { countDeals, sumOwnAmounts } from '../../analysis/deal-sums.ts';
import { groupBy } from '../../analysis/grouping.ts';
import { buildSchedule, type Schedule, spreadByYear } from '../../analysis/outlook.ts';
import type { Session } from '../../database/database.ts';
import { lastDayOf } from '../../domain/dates.ts';
import { sumUsd, toUsdTerm, type UsdSum } from '../../domain/usd-sum.ts';
import { type GraphCommitment, loadCommitments } from '../../graph-data/chip-commitments.ts';
import { loadUmbrellas } from '../../graph-data/flows.ts';
import type { ResponsePayload } from '../../http/response-cache.ts';
import { prepareFilters, toFilters } from '../../lists/list.ts';
import type { ListDefinition } from '../../lists/list-definition.ts';
import { cacheHeaders, resolveAsOf, selectDataset, toMeta } from '../../records/documents.ts';
import { type PurchaseDeal, selectPurchaseDeals } from './outlook.repository.ts';
import { maxUnits, type OutlookQuery } from './outlook.schemas.ts';

interface SpendUnit {
  deal: string | null;
  chipCommitment: string | null;
  usd: UsdSum;
  startsOn: string | null;
  assumedStart: boolean;
  schedule: Schedule | null;
}

/** Returns the earliest or latest of some dates, compared by their last days. */
const pickExtreme = (dates: readonly (string | null)[], isEarliest: boolean): string | null =>
  dates.reduce((best, date) => {
    if (date === null || best === null) return best ?? date;
    return lastDayOf(date) < lastDayOf(best) === isEarliest ? date : best;
  }, null);

const toSpendUnit = (
  owner: Pick<SpendUnit, 'deal' | 'chipCommitment' | 'usd'>,
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

const toDealUnits = (
  counted: readonly { deal: PurchaseDeal; usd: UsdSum }[],
  linked: ReadonlyMap<string | undefined, GraphCommitment[]>,
): SpendUnit[] =>
  counted.map(({ deal, usd }) => toSpendUnit({ deal: deal.id, chipCommitment: null, usd }, deal, linked.get(deal.id) ?? []));

const toAmount = ({ amountUsd }: GraphCommitment) => toUsdTerm(amountUsd ?? { min: null, max: null });

const toCommitmentUnits = (commitments: readonly GraphCommitment[]): SpendUnit[] =>
  commitments.map((commitment) =>
    toSpendUnit(
      { deal: null, chipCommitment: commitment.id, usd: sumUsd([toAmount(commitment)]) },
      { announcedOn: commitment.knownFrom, termYears: commitment.termYears },
      [commitment],
    ),
  );

const sumUnits = (units: readonly SpendUnit[]) => ({ count: units.length, usd: sumUsd(units.map(({ usd }) => usd)) });

const sortLargestFirst = (units: readonly SpendUnit[]): SpendUnit[] =>
  [...units]
    .sort(
      (a, b) =>
        (b.usd.high ?? -1) - (a.usd.high ?? -1) || ((a.deal ?? a.chipCommitment ?? '') < (b.deal ?? b.chipCommitment ?? '') ? -1 : 1),
    )
    .slice(0, maxUnits);

const sumByYear = (units: readonly SpendUnit[]) => {
  const parts = units.flatMap(({ schedule, usd }) =>
    schedule === null ? [] : spreadByYear(schedule, usd).map((part) => ({ year: part.year, usd: { ...part.usd, unknown: usd.unknown } })),
  );
  return [...groupBy(parts, ({ year }) => year)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([year, inYear]) => ({ year, count: inYear.length, usd: sumUsd(inYear.map(({ usd }) => usd)) }));
};

/** Returns committed spending by calendar year: deals with a purchase, and chip commitments without a deal. */
export const getOutlook = async (
  session: Session,
  lists: { deals: ListDefinition; 'chip-commitments': ListDefinition },
  { asOf, ...filters }: OutlookQuery,
  today: string,
): Promise<ResponsePayload> => {
  const dataset = await selectDataset(session);
  const resolvedAsOf = resolveAsOf(dataset, asOf, today);
  const filterValues = await prepareFilters(session, lists.deals, toFilters(filters), resolvedAsOf);
  const matchingDeals = await selectPurchaseDeals(session, lists.deals, filterValues, resolvedAsOf);
  const { counted, partOfCounted } = countDeals(matchingDeals, await loadUmbrellas(session, resolvedAsOf));
  const alive = (await loadCommitments(session, lists['chip-commitments'], {}, resolvedAsOf)).filter(
    ({ certainty }) => certainty !== 'dead',
  );
  const linked = groupBy(alive, ({ deal }) => deal);
  const { kind, ...sharedFilters } = filterValues;
  const commitments = kind === undefined ? await loadCommitments(session, lists['chip-commitments'], sharedFilters, resolvedAsOf) : [];
  const committed = commitments.filter(({ certainty }) => certainty === 'intended' || certainty === 'binding');
  const purchases = new Set(matchingDeals.map(({ id }) => id));
  const linkedElsewhere = committed.filter(({ deal }) => deal !== undefined && !purchases.has(deal));
  const units = [...toDealUnits(counted, linked), ...toCommitmentUnits(committed.filter(({ deal }) => deal === undefined))];
  const scheduled = units.filter(({ schedule }) => schedule !== null);
  const unscheduled = units.filter(({ schedule }) => schedule === null);
  const data = {
    years: sumByYear(scheduled),
    total: sumUnits(units),
    scheduled: sortLargestFirst(scheduled).map(({ schedule, ...unit }) => ({ ...unit, ...schedule })),
    unscheduled: sumUnits(unscheduled),
    unscheduledUnits: sortLargestFirst(unscheduled).map(({ deal, chipCommitment, usd }) => ({ deal, chipCommitment, usd })),
    excluded: [
      { reason: 'part_of_counted', count: partOfCounted.length, usd: sumOwnAmounts(partOfCounted) },
      { reason: 'linked_to_deal', count: linkedElsewhere.length, usd: sumUsd(linkedElsewhere.map(toAmount)) },
    ],
  };
  const truncated = Math.max(scheduled.length, unscheduled.length) > maxUnits;
  return { body: JSON.stringify({ data, meta: { ...toMeta(dataset, resolvedAsOf), truncated } }), headers: cacheHeaders(resolvedAsOf) };
};
