import type { Cycle } from '../../api-client/answers.ts';
import type { UsdSum } from '../../api-client/words.ts';
import type { FirmSum } from '../parts/amount.tsx';

type SumsByNature = Cycle['legs'][number]['usdByNature'];

/** A supplier that supports a company which buys from it. */
export interface Loop {
  supplier: string;
  customer: string;
  /** What the supplier gives: financing, guarantees and warrants. */
  support: SumsByNature;
  /** What the customer buys. */
  purchase: FirmSum;
  /** Whether no report states the purchase. */
  isPurchaseImplied: boolean;
}

/** Returns the loops in circles between two groups. */
export const toLoops = (cycles: readonly Cycle[]): Loop[] =>
  cycles.flatMap(({ legs }) =>
    legs.flatMap((given) => {
      const back = legs.find(({ from, to }) => from === given.to && to === given.from);
      const { purchase: _purchase, impliedPurchase: _implied, ...support } = given.usdByNature;
      const purchase = back?.usdByNature.purchase ?? back?.usdByNature.impliedPurchase;
      if (purchase === undefined || Object.keys(support).length === 0) return [];
      const isPurchaseImplied = back?.usdByNature.purchase === undefined;
      return [{ supplier: given.from, customer: given.to, support, purchase, isPurchaseImplied }];
    }),
  );

/** The largest amount that a sum can have, for the order of the rows and the scale of the bars. */
export const largestOf = (usd: UsdSum | undefined): number => (usd === undefined ? 0 : Math.max(usd.low, usd.high ?? 0));

/** Orders loops by what could really go round: the smaller of the two sides, then both together. */
export const byVolume = (a: Loop, b: Loop): number => {
  const sides = ({ support, purchase }: Loop): [number, number] => [largestOf(support.financing), largestOf(purchase)];
  const [first, second] = [sides(a), sides(b)];
  return Math.min(...second) - Math.min(...first) || second[0] + second[1] - first[0] - first[1];
};
