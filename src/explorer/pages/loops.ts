import type { Cycle, GraphLink } from '../../api-client/answers.ts';
import type { UsdSum } from '../../api-client/words.ts';
import type { Certainty } from '../../domain/vocabulary.ts';

/** A supplier that supports a company which buys from it. */
export interface Loop {
  supplier: string;
  customer: string;
  support: LoopSide;
  purchase: LoopSide;
}

/** What flows in one direction. */
export interface LoopSide {
  usd: UsdSum;
  certainty: Certainty;
  /** Natures other than financing and purchase: guarantees and warrants, under which no cash moves yet. */
  contingent: readonly string[];
}

const strength: Readonly<Record<string, number>> = { dead: 0, speculative: 1, intended: 2, binding: 3 };

/** Combines the links of one direction. The amount is that of financing or purchases; contingent support has no cash. */
const toSide = (links: readonly GraphLink[], cash: 'financing' | 'purchase'): LoopSide => {
  const paid = links.find(({ nature }) => nature === cash);
  const strongest = links.toSorted((a, b) => (strength[b.certainty] ?? 0) - (strength[a.certainty] ?? 0))[0];
  return {
    usd: paid?.usd ?? { low: 0, high: null, unknown: 0 },
    certainty: paid?.certainty ?? strongest?.certainty ?? 'speculative',
    contingent: links.filter(({ nature }) => nature !== cash).map(({ nature }) => nature),
  };
};

const supports = (nature: string): boolean => nature !== 'purchase';

/** Returns the two-sided loops of the circles between two groups. */
export const toLoops = (cycles: readonly Cycle[], links: readonly GraphLink[]): Loop[] => {
  const byEnds = new Map<string, GraphLink[]>();
  for (const link of links) {
    const key = `${link.source} ${link.target}`;
    byEnds.set(key, [...(byEnds.get(key) ?? []), link]);
  }
  return cycles.flatMap(({ groups }) => {
    const [a = '', b = ''] = groups;
    return [
      [a, b],
      [b, a],
    ].flatMap(([supplier = '', customer = '']) => {
      const given = (byEnds.get(`${supplier} ${customer}`) ?? []).filter(({ nature }) => supports(nature));
      const bought = (byEnds.get(`${customer} ${supplier}`) ?? []).filter(({ nature }) => !supports(nature));
      if (given.length === 0 || bought.length === 0) return [];
      return [{ supplier, customer, support: toSide(given, 'financing'), purchase: toSide(bought, 'purchase') }];
    });
  });
};

/** The largest stated amount of a side, for the order of the rows and the scale of the bars. */
export const largestOf = ({ usd }: LoopSide): number => Math.max(usd.low, usd.high ?? 0);

/** Orders loops by what could really go round: the smaller of the two sides, then the larger. */
export const byVolume = (a: Loop, b: Loop): number => {
  const volume = ({ support, purchase }: Loop) => Math.min(largestOf(support), largestOf(purchase));
  const sum = ({ support, purchase }: Loop) => largestOf(support) + largestOf(purchase);
  return volume(b) - volume(a) || sum(b) - sum(a);
};
