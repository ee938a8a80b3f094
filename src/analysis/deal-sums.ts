import { type UmbrellaOf, umbrellaTrees } from './umbrellas.ts';
import { addUp, termOf, type UsdSum } from './usd-sum.ts';

/** The amount of a deal as sums need it, in whole US dollars. */
export interface DealAmount {
  id: string;
  usdMin: number | null;
  usdMax: number | null;
}

const ownAmountOf = ({ usdMin, usdMax }: DealAmount): UsdSum => addUp([termOf({ min: usdMin, max: usdMax })]);

/** Takes, at each bound, the larger of an umbrella's own amount and the sum of its parts. An unknown amount yields to a known one. */
const greaterOf = (own: UsdSum, parts: UsdSum): UsdSum => {
  const low = Math.max(own.low, parts.low);
  if (parts.high === null || (own.high !== null && own.high >= parts.high)) return { ...own, low };
  return { low, high: parts.high, unknown: parts.unknown };
};

export interface CountedDeals<Deal> {
  counted: { deal: Deal; usd: UsdSum }[];
  /** Deals that are left out because they are part of a counted deal. */
  partOfCounted: Deal[];
}

/**
 * Separates the deals that count towards a total from those that are part of another matching deal, so that no amount counts twice.
 *
 * @returns Each counted deal with the larger, at each bound, of its own amount and the sum of its matching parts.
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

/** Sums the amounts that deals state, including both umbrellas and their parts. */
export const sumOwnAmounts = (deals: readonly DealAmount[]): UsdSum => addUp(deals.map(ownAmountOf));
