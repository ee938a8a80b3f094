import { type UmbrellaOf, umbrellaTrees } from './umbrellas.ts';
import { addUp, termOf, type UsdSum } from './usd-sum.ts';

/** The amount of a deal, as sums need it. */
export interface DealAmount {
  id: string;
  usdMin: number | null;
  usdMax: number | null;
}

const ownAmountOf = ({ usdMin, usdMax }: DealAmount): UsdSum => addUp([termOf({ min: usdMin, max: usdMax })]);

/** At each end the greater of what an umbrella states and the sum of its parts; an amount that nobody states gives way. */
const greaterOf = (own: UsdSum, parts: UsdSum): UsdSum => {
  const low = Math.max(own.low, parts.low);
  if (parts.high === null || (own.high !== null && own.high >= parts.high)) return { ...own, low };
  return { low, high: parts.high, unknown: parts.unknown };
};

export interface CountedDeals<Deal> {
  counted: { deal: Deal; usd: UsdSum }[];
  /** Parts of counted deals. */
  partOfCounted: Deal[];
}

/**
 * Decides once for an answer what counts of the deals that passed its filters: those under no other of them, each with the
 * greater, at each end, of its own amount and the sum of its parts that passed.
 */
export const countDeals = <Deal extends DealAmount>(passed: readonly Deal[], umbrellaOf: UmbrellaOf): CountedDeals<Deal> => {
  const deals = new Map(passed.map((deal) => [deal.id, deal]));
  const { roots, partsOf } = umbrellaTrees(deals.keys(), umbrellaOf);
  const amountOf = (deal: Deal): UsdSum => {
    const parts = (partsOf.get(deal.id) ?? []).flatMap((id) => deals.get(id) ?? []);
    return parts.length === 0 ? ownAmountOf(deal) : greaterOf(ownAmountOf(deal), addUp(parts.map(amountOf)));
  };
  const top = new Set(roots);
  return {
    counted: passed.filter(({ id }) => top.has(id)).map((deal) => ({ deal, usd: amountOf(deal) })),
    partOfCounted: passed.filter(({ id }) => !top.has(id)),
  };
};

/** What deals state, each by itself. */
export const sumOwnAmounts = (deals: readonly DealAmount[]): UsdSum => addUp(deals.map(ownAmountOf));
