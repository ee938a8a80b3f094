import { countDeals, sumOwnAmounts } from '../../analysis/deal-sums.ts';
import { groupBy } from '../../analysis/grouping.ts';
import { type Schedule, scheduleOf, spreadOver } from '../../analysis/outlook.ts';
import { addUp, termOf, type UsdSum } from '../../analysis/usd-sum.ts';
import type { Session } from '../../database/database.ts';
import { lastDayOf } from '../../domain/dates.ts';
import { type CommitmentFact, loadCommitmentFacts } from '../../facts/commitment-facts.ts';
import { loadUmbrellas } from '../../facts/flow-facts.ts';
import type { Answer } from '../../http/ready-answers.ts';
import { resolveAsOf } from '../../lists/as-of.ts';
import { prepareFilters, toFilters } from '../../lists/list.ts';
import type { ListDefinition } from '../../lists/list-definition.ts';
import { cacheHeaders, selectDataset, toMeta } from '../../records/documents.ts';
import { type PurchaseDeal, selectPurchaseDeals } from './outlook.queries.ts';
import { type OutlookQuery, unitsMax } from './outlook.schemas.ts';

interface Unit {
  deal: string | null;
  chipCommitment: string | null;
  usd: UsdSum;
  startsOn: string | null;
  assumedStart: boolean;
  schedule: Schedule | null;
}

/** The earliest, or the latest, of some dates, by their last days. */
const extreme = (dates: readonly (string | null)[], isEarliest: boolean): string | null =>
  dates.reduce((best, date) => {
    if (date === null || best === null) return best ?? date;
    return lastDayOf(date) < lastDayOf(best) === isEarliest ? date : best;
  }, null);

const unitOf = (
  owner: Pick<Unit, 'deal' | 'chipCommitment' | 'usd'>,
  terms: { announcedOn: string | null; termYears: number | null },
  commitments: readonly CommitmentFact[],
): Unit => {
  const stated = extreme(
    commitments.map(({ startsOn }) => startsOn),
    true,
  );
  const startsOn = stated ?? terms.announcedOn;
  const endsOn = extreme(
    commitments.map(({ endsOn: end }) => end),
    false,
  );
  const longest = commitments.reduce<number | null>((most, { termYears }) => Math.max(most ?? 0, termYears ?? 0) || null, null);
  const schedule = scheduleOf({ startsOn, endsOn, termYears: terms.termYears ?? longest });
  return { ...owner, startsOn, assumedStart: stated === null, schedule };
};

const dealUnits = (
  counted: readonly { deal: PurchaseDeal; usd: UsdSum }[],
  linked: ReadonlyMap<string | undefined, CommitmentFact[]>,
): Unit[] => counted.map(({ deal, usd }) => unitOf({ deal: deal.id, chipCommitment: null, usd }, deal, linked.get(deal.id) ?? []));

const amountOf = ({ amountUsd }: CommitmentFact) => termOf(amountUsd ?? { min: null, max: null });

const commitmentUnits = (commitments: readonly CommitmentFact[]): Unit[] =>
  commitments.map((commitment) =>
    unitOf(
      { deal: null, chipCommitment: commitment.id, usd: addUp([amountOf(commitment)]) },
      { announcedOn: commitment.knownFrom, termYears: commitment.termYears },
      [commitment],
    ),
  );

const sumOf = (units: readonly Unit[]) => ({ count: units.length, usd: addUp(units.map(({ usd }) => usd)) });

const greatestFirst = (units: readonly Unit[]): Unit[] =>
  [...units]
    .sort(
      (a, b) =>
        (b.usd.high ?? -1) - (a.usd.high ?? -1) || ((a.deal ?? a.chipCommitment ?? '') < (b.deal ?? b.chipCommitment ?? '') ? -1 : 1),
    )
    .slice(0, unitsMax);

const yearsOf = (units: readonly Unit[]) => {
  const parts = units.flatMap(({ schedule, usd }) =>
    schedule === null ? [] : spreadOver(schedule, usd).map((part) => ({ year: part.year, usd: { ...part.usd, unknown: usd.unknown } })),
  );
  return [...groupBy(parts, ({ year }) => year)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([year, inYear]) => ({ year, count: inYear.length, usd: addUp(inYear.map(({ usd }) => usd)) }));
};

/** Committed spend by calendar year: deals that give a purchase, and chip commitments that stand alone. */
export const getOutlook = async (
  session: Session,
  lists: { deals: ListDefinition; 'chip-commitments': ListDefinition },
  { asOf, ...filters }: OutlookQuery,
  today: string,
): Promise<Answer> => {
  const dataset = await selectDataset(session);
  const moment = resolveAsOf(dataset, asOf, today);
  const given = await prepareFilters(session, lists.deals, toFilters(filters), moment);
  const passed = await selectPurchaseDeals(session, lists.deals, given, moment);
  const { counted, partOfCounted } = countDeals(passed, await loadUmbrellas(session, moment));
  const alive = (await loadCommitmentFacts(session, lists['chip-commitments'], {}, moment)).filter(({ certainty }) => certainty !== 'dead');
  const linked = groupBy(alive, ({ deal }) => deal);
  const { kind, ...ofBoth } = given;
  const commitments = kind === undefined ? await loadCommitmentFacts(session, lists['chip-commitments'], ofBoth, moment) : [];
  const committed = commitments.filter(({ certainty }) => certainty === 'intended' || certainty === 'binding');
  const purchases = new Set(passed.map(({ id }) => id));
  const ofOtherDeals = committed.filter(({ deal }) => deal !== undefined && !purchases.has(deal));
  const units = [...dealUnits(counted, linked), ...commitmentUnits(committed.filter(({ deal }) => deal === undefined))];
  const scheduled = units.filter(({ schedule }) => schedule !== null);
  const unscheduled = units.filter(({ schedule }) => schedule === null);
  const data = {
    years: yearsOf(scheduled),
    total: sumOf(units),
    scheduled: greatestFirst(scheduled).map(({ schedule, ...unit }) => ({ ...unit, ...schedule })),
    unscheduled: sumOf(unscheduled),
    unscheduledUnits: greatestFirst(unscheduled).map(({ deal, chipCommitment, usd }) => ({ deal, chipCommitment, usd })),
    excluded: [
      { reason: 'part_of_counted', count: partOfCounted.length, usd: sumOwnAmounts(partOfCounted) },
      { reason: 'linked_to_deal', count: ofOtherDeals.length, usd: addUp(ofOtherDeals.map(amountOf)) },
    ],
  };
  const truncated = Math.max(scheduled.length, unscheduled.length) > unitsMax;
  return { body: JSON.stringify({ data, meta: { ...toMeta(dataset, moment), truncated } }), headers: cacheHeaders(moment) };
};
