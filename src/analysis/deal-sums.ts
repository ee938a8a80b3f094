import { sumTrancheSums, sumUsd, type TrancheSums, toCountedUsd, toTrancheSums, type UsdSum } from '../domain/usd-sum.ts';
import { type DealKind, type MoneyClass, moneyClassByKind, moneyClasses } from '../domain/vocabulary.ts';
import { groupBy } from './grouping.ts';
import { buildUmbrellaTrees, type DealLinks } from './umbrellas.ts';

/** The amount of a deal as sums need it, in whole US dollars. */
export interface DealAmount {
  id: string;
  usdMin: number | null;
  usdMax: number | null;
  /** The amount by payment status, as JSON. Null if the deal states no tranches. */
  trancheSums: string | null;
}

/** A deal and what it contributes to a total. */
export interface CountedDeal<Deal> {
  deal: Deal;
  usd: UsdSum;
  tranches: TrancheSums;
}

const toOwnAmount = ({ usdMin, usdMax, trancheSums }: DealAmount) => {
  const stated = usdMin === null && usdMax === null ? null : { min: usdMin, max: usdMax };
  const tranches = trancheSums === null ? null : (JSON.parse(trancheSums) as TrancheSums);
  const usd = toCountedUsd(stated, tranches);
  return { usd, tranches: tranches ?? toTrancheSums(usd) };
};

/**
 * Returns what is left of an umbrella's amount after its parts, at each bound. The lower bound never exceeds the upper one. An umbrella
 * without an amount is worth its parts.
 */
export const subtractParts = (own: UsdSum, parts: UsdSum): UsdSum => {
  if (own.high === null) return sumUsd([]);
  const high = Math.max(0, own.high - (parts.high ?? 0));
  return { low: Math.min(high, Math.max(0, own.low - parts.low)), high, unknown: 0, openEnded: high === 0 ? 0 : own.openEnded };
};

/**
 * Decides what each deal contributes to a total, so that no money counts twice. Every deal counts, an umbrella with its remainder over
 * the parts that match as well. A deal that states again the money of another matching deal does not count.
 */
export const countDeals = <Deal extends DealAmount>(
  matchingDeals: readonly Deal[],
  { umbrellaOf, dealOverlaps }: Pick<DealLinks, 'umbrellaOf' | 'dealOverlaps'>,
): { counted: CountedDeal<Deal>[]; overlapping: Deal[] } => {
  const matching = new Set(matchingDeals.map(({ id }) => id));
  const isOverlapping = ({ id }: Deal) => dealOverlaps(id).some((other) => matching.has(other));
  const deals = new Map(matchingDeals.filter((deal) => !isOverlapping(deal)).map((deal) => [deal.id, deal]));
  const { roots, partsOf } = buildUmbrellaTrees(deals.keys(), umbrellaOf);
  const counted: CountedDeal<Deal>[] = [];
  const countFamily = (id: string): UsdSum => {
    const deal = deals.get(id);
    if (deal === undefined) return sumUsd([]);
    const own = toOwnAmount(deal);
    const parts = (partsOf.get(id) ?? []).map(countFamily);
    if (parts.length === 0) {
      counted.push({ deal, ...own });
      return own.usd;
    }
    const usd = subtractParts(own.usd, sumUsd(parts));
    counted.push({ deal, usd, tranches: toTrancheSums(usd) });
    return sumUsd([usd, ...parts]);
  };
  roots.forEach(countFamily);
  return { counted: counted.sort((a, b) => (a.deal.id < b.deal.id ? -1 : 1)), overlapping: matchingDeals.filter(isOverlapping) };
};

/** Returns what each deal states, including both umbrellas and their parts. */
export const listOwnAmounts = <Deal extends DealAmount>(deals: readonly Deal[]): CountedDeal<Deal>[] =>
  deals.map((deal) => ({ deal, ...toOwnAmount(deal) }));

interface ClassSum {
  count: number;
  usd: UsdSum;
  tranches: TrancheSums;
}

/** A sum of deals. `usd` and `tranches` are null if the deals are of more than one money class, because unlike money is not added up. */
export interface DealSum {
  count: number;
  usd: UsdSum | null;
  tranches: TrancheSums | null;
  byClass: Partial<Record<MoneyClass, ClassSum>>;
}

const sumOneClass = (items: readonly CountedDeal<unknown>[]): ClassSum => ({
  count: items.length,
  usd: sumUsd(items.map(({ usd }) => usd)),
  tranches: sumTrancheSums(items.map(({ tranches }) => tranches)),
});

const toDealSum = (sums: Partial<Record<MoneyClass, ClassSum | undefined>>): DealSum => {
  const byClass: DealSum['byClass'] = {};
  for (const name of moneyClasses) {
    const sum = sums[name];
    if (sum !== undefined) byClass[name] = sum;
  }
  const [only = sumOneClass([]), ...others] = Object.values(byClass);
  const count = [only, ...others].reduce((total, one) => total + one.count, 0);
  return { count, ...(others.length > 0 ? { usd: null, tranches: null } : { usd: only.usd, tranches: only.tranches }), byClass };
};

/** Sums what deals contribute to a total, by money class. */
export const sumCountedDeals = (items: readonly CountedDeal<{ kind: DealKind }>[]): DealSum =>
  toDealSum(
    Object.fromEntries([...groupBy(items, ({ deal }) => moneyClassByKind[deal.kind])].map(([name, alike]) => [name, sumOneClass(alike)])),
  );
