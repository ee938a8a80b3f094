import { sumUsd, toUsdTerm, type UsdSum } from '../domain/usd-sum.ts';
import { buildUmbrellaTrees, type UmbrellaLookup } from './umbrellas.ts';

/** The amount of a deal as sums need it, in whole US dollars. */
export interface DealAmount {
  id: string;
  usdMin: number | null;
  usdMax: number | null;
}

const toOwnAmount = ({ usdMin, usdMax }: DealAmount): UsdSum => sumUsd([toUsdTerm({ min: usdMin, max: usdMax })]);

/** Takes, at each bound, the larger of an umbrella's own amount and the sum of its parts. An unknown amount yields to a known one. */
const maxAtEachBound = (own: UsdSum, parts: UsdSum): UsdSum => {
  const low = Math.max(own.low, parts.low);
  if (parts.high === null || (own.high !== null && own.high >= parts.high)) return { ...own, low };
  return { ...parts, low };
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
export const countDeals = <Deal extends DealAmount>(matchingDeals: readonly Deal[], getUmbrella: UmbrellaLookup): CountedDeals<Deal> => {
  const deals = new Map(matchingDeals.map((deal) => [deal.id, deal]));
  const { roots, partsOf: partsByUmbrella } = buildUmbrellaTrees(deals.keys(), getUmbrella);
  const computeAmount = (deal: Deal): UsdSum => {
    const parts = (partsByUmbrella.get(deal.id) ?? []).flatMap((id) => deals.get(id) ?? []);
    return parts.length === 0 ? toOwnAmount(deal) : maxAtEachBound(toOwnAmount(deal), sumUsd(parts.map(computeAmount)));
  };
  const top = new Set(roots);
  return {
    counted: matchingDeals.filter(({ id }) => top.has(id)).map((deal) => ({ deal, usd: computeAmount(deal) })),
    partOfCounted: matchingDeals.filter(({ id }) => !top.has(id)),
  };
};

/** Sums the amounts that deals state, including both umbrellas and their parts. */
export const sumOwnAmounts = (deals: readonly DealAmount[]): UsdSum => sumUsd(deals.map(toOwnAmount));
