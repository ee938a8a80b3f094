import type { UsdSum } from '../domain/usd-sum.ts';
import { type FlowOverlap, findOverlap, type GraphFlow, sumFlows } from './flow-sums.ts';
import { groupBy } from './grouping.ts';
import { divideSums, type Ratio } from './ratio.ts';
import type { DealLinks } from './umbrellas.ts';

/** What a vendor finances and sells to one of its customers, in one year or in all. */
export interface VendorFinancing {
  vendor: string;
  customer: string;
  year: string | null;
  financing: UsdSum;
  contingent: UsdSum;
  sales: UsdSum;
  share: Ratio;
  /** The share of everything that was stated up to the end of the year. */
  cumulativeShare: Ratio;
}

const isSale = ({ nature }: GraphFlow): boolean => nature === 'purchase';

/** Sales flow from the customer to the vendor; everything else flows from the vendor to the customer. */
const toPair = (flow: GraphFlow): string => (isSale(flow) ? `${flow.toGroup} ${flow.fromGroup}` : `${flow.fromGroup} ${flow.toGroup}`);

const toYear = ({ year }: GraphFlow): string => year ?? 'unknown';

/**
 * Compares what each vendor finances with what it sells to the same customer, by the year in which the amounts were stated. Pairs without
 * financing or without sales are left out. The largest financing comes first.
 */
export const computeVendorFinancing = (flows: readonly GraphFlow[], dealLinks: DealLinks): VendorFinancing[][] => {
  const between = flows.filter(({ fromGroup, toGroup }) => fromGroup !== toGroup);
  const sumClasses = (flowsOfPair: readonly GraphFlow[], overlap: FlowOverlap) => {
    const sum = (matches: (flow: GraphFlow) => boolean) => sumFlows(flowsOfPair.filter(matches), overlap);
    const [financing, sales] = [sum((flow) => !isSale(flow) && !flow.contingent), sum(isSale)];
    const contingent = sum((flow) => !isSale(flow) && flow.contingent);
    return { financing, contingent, sales, share: divideSums(financing, sales) };
  };
  const toRow = (pair: string, year: string | null, all: readonly GraphFlow[]): VendorFinancing => {
    const [vendor = '', customer = ''] = pair.split(' ');
    // Rows of different pairs are not added up, so umbrellas and parts compete within a pair only.
    const overlap = findOverlap(all, dealLinks);
    const ofYear = year === null ? all : all.filter((flow) => toYear(flow) === year);
    const until = year === null ? all : all.filter((flow) => toYear(flow) <= year);
    return { vendor, customer, year, ...sumClasses(ofYear, overlap), cumulativeShare: sumClasses(until, overlap).share };
  };
  return [...groupBy(between, toPair)]
    .filter(([, all]) => all.some(isSale) && !all.every(isSale))
    .map(([pair, all]) => [toRow(pair, null, all), ...[...new Set(all.map(toYear))].sort().map((year) => toRow(pair, year, all))])
    .sort(([a], [b]) => {
      const size = (row: VendorFinancing | undefined) => row?.financing.high ?? 0;
      return size(b) - size(a) || (`${a?.vendor} ${a?.customer}` < `${b?.vendor} ${b?.customer}` ? -1 : 1);
    });
};
