import { asc, eq } from 'drizzle-orm';
import { countDeals, type DealAmount } from '../analysis/deal-sums.ts';
import { findOverlap, type GraphFlow, sumFlows } from '../analysis/flow-sums.ts';
import { groupBy } from '../analysis/grouping.ts';
import type { Session } from '../database/database.ts';
import { validAt } from '../database/expressions.ts';
import type { UsdSum } from '../domain/usd-sum.ts';
import type { Certainty } from '../domain/vocabulary.ts';
import { loadDealLinks, loadGraphFlows } from '../graph-data/flows.ts';
import type { AsOf } from '../records/documents.ts';

/** Whether the totals of `/v1/stats` count a row if no filter is set, and why not. */
export interface Counting {
  counted: boolean;
  excludedReason: string | null;
}

export type DealCounting = Counting & { countedUsd: UsdSum | null };

/** A term of the totals of flows: the stated or implied flows of one deal and nature, or one flow of a chip commitment. */
export interface FlowTerm extends Counting {
  id: string;
  deal: string | null;
  chipCommitment: string | null;
  nature: string;
  certainty: Certainty;
  year: string | null;
  usd: UsdSum;
}

interface CountedDealRow extends DealAmount {
  certainty: Certainty;
}

const exclude = (excludedReason: string | null): Counting => ({ counted: excludedReason === null, excludedReason });

/** Totals leave out dead and speculative records. */
const countByCertainty = (certainty: Certainty): Counting =>
  exclude(certainty === 'dead' || certainty === 'speculative' ? certainty : null);

/** Computes what totals count of each deal, by id. */
export const loadDealCountings = async (session: Session, asOf: AsOf): Promise<ReadonlyMap<string, DealCounting>> => {
  const statement = session.prepared<CountedDealRow[]>(`deals to count|${asOf.isCurrent}`, () => {
    const { dealStates } = session.tables;
    const { dealId: id, usdMin, usdMax, trancheSums, certainty } = dealStates;
    return session.orm
      .select({ id, usdMin, usdMax, trancheSums, certainty })
      .from(dealStates)
      .where(validAt(dealStates, asOf))
      .orderBy(asc(id));
  });
  const deals = await statement.execute({ day: asOf.day });
  const alive = deals.filter((deal) => countByCertainty(deal.certainty).counted);
  const { counted } = countDeals(alive, await loadDealLinks(session, asOf));
  const usdById = new Map(counted.map(({ deal, usd }) => [deal.id, usd]));
  return new Map(
    deals.map((deal) => {
      const counting = countByCertainty(deal.certainty);
      const countedUsd = usdById.get(deal.id) ?? null;
      const isRestated = counting.counted && countedUsd === null;
      return [deal.id, { ...(isRestated ? exclude('overlaps_counted') : counting), countedUsd }];
    }),
  );
};

/** Computes what totals count of each flow, by id, and the terms that they add up. */
export const loadFlowCountings = async (
  session: Session,
  asOf: AsOf,
): Promise<{ countings: ReadonlyMap<string, Counting>; terms: FlowTerm[] }> => {
  const dealLinks = await loadDealLinks(session, asOf);
  const countings = new Map<string, Counting>();
  const terms: FlowTerm[] = [];
  const toTermKey = ({ id, deal, nature, implied }: GraphFlow) => (deal === null ? id : `${deal}.${nature}${implied ? '.implied' : ''}`);
  const byReason = groupBy(await loadGraphFlows(session, asOf), ({ certainty }) => countByCertainty(certainty).excludedReason);
  for (const [reason, flows] of byReason) {
    const overlap = findOverlap(flows, dealLinks);
    for (const flow of flows) countings.set(flow.id, exclude(reason ?? (overlap.restated.has(flow) ? 'overlaps_counted' : null)));
    for (const [id, ofTerm] of groupBy(flows, toTermKey)) {
      const [first] = ofTerm;
      if (first === undefined) continue;
      const { deal, chipCommitment, nature, certainty, year } = first;
      const usd = sumFlows(ofTerm, overlap);
      terms.push({ id, deal, chipCommitment: deal === null ? chipCommitment : null, nature, certainty, year, ...exclude(reason), usd });
    }
  }
  return { countings, terms: terms.sort((a, b) => (a.id < b.id ? -1 : 1)) };
};

/** Computes whether totals count each chip commitment, by id. */
export const loadCommitmentCountings = async (session: Session, asOf: AsOf): Promise<ReadonlyMap<string, Counting>> => {
  const { commitmentOverlaps } = await loadDealLinks(session, asOf);
  const statement = session.prepared<{ id: string; deal: string | null; certainty: Certainty }[]>(
    `commitments to count|${asOf.isCurrent}`,
    () => {
      const { commitmentStates, chipCommitments } = session.tables;
      return session.orm
        .select({ id: chipCommitments.id, deal: chipCommitments.dealId, certainty: commitmentStates.certainty })
        .from(commitmentStates)
        .innerJoin(chipCommitments, eq(chipCommitments.id, commitmentStates.commitmentId))
        .where(validAt(commitmentStates, asOf))
        .orderBy(asc(chipCommitments.id));
    },
  );
  const commitments = await statement.execute({ day: asOf.day });
  const deals = new Set(commitments.flatMap(({ deal, certainty }) => (countByCertainty(certainty).counted ? (deal ?? []) : [])));
  return new Map(
    commitments.map(({ id, certainty }) => {
      const counting = countByCertainty(certainty);
      const isRestated = counting.counted && commitmentOverlaps(id).some((deal) => deals.has(deal));
      return [id, isRestated ? exclude('overlaps_counted') : counting];
    }),
  );
};
