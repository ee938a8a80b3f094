import type { DealContent } from '../domain/deal-states.ts';
import { combineTrancheSums, sumTrancheSums, sumUsd, type TrancheSums, toTrancheSums, toUsdTerm, type UsdSum } from '../domain/usd-sum.ts';
import { type DealKind, dealKinds, type MoneyClass, moneyClassByKind, type ParticipantRole } from '../domain/vocabulary.ts';
import { groupBy } from './grouping.ts';
import { buildUmbrellaTrees } from './umbrellas.ts';

/** The classes of money that a company raises. */
const fundingClasses: readonly MoneyClass[] = ['equity', 'debt'];
/** The kinds of deals that bring money to a company. A secondary sale pays its holders instead. */
export const fundingKinds: readonly DealKind[] = dealKinds.filter((kind) => fundingClasses.includes(moneyClassByKind[kind]));

const payerRoles: readonly ParticipantRole[] = ['lead_investor', 'investor', 'lender', 'partner'];

export type FundingDeal = DealContent['document'];

export const fundingExclusions = ['speculative', 'dead', 'within_group', 'overlaps_counted'] as const;
export type FundingExclusion = (typeof fundingExclusions)[number];

/** A deal that funds a company, with its own amount by payment status and what it adds to the total. */
export interface FundedDeal {
  deal: FundingDeal;
  payers: string[];
  split: TrancheSums;
  /** Null if the deal counts in its umbrella. */
  counted: TrancheSums | null;
}

export interface FundingTotal extends TrancheSums {
  moneyClass: MoneyClass;
  count: number;
  /** The part of `unspecified` that belongs to closed deals. */
  unspecifiedClosed: UsdSum;
}

export interface Funding {
  totals: FundingTotal[];
  deals: FundedDeal[];
  excluded: { reason: FundingExclusion; moneyClass: MoneyClass; count: number; usd: UsdSum }[];
}

/** The roles of those who receive the money: of the borrowers if there are any, else of the issuers. */
export const recipientRoles: readonly ParticipantRole[] = ['borrower', 'issuer'];

const findRecipients = ({ participants }: FundingDeal): string[] => {
  const ofRole = (role: ParticipantRole) => participants.filter((one) => one.role === role).map(({ company }) => company);
  const borrowers = ofRole('borrower');
  return borrowers.length > 0 ? borrowers : ofRole('issuer');
};

const findPayers = ({ participants }: FundingDeal): string[] => [
  ...new Set(participants.filter(({ role }) => payerRoles.includes(role)).map(({ company }) => company)),
];

/** Returns the amount of a deal by payment status. Of a deal that funds others as well, any part can go to them. */
const splitDeal = (deal: FundingDeal, isMember: (company: string) => boolean): TrancheSums => {
  const split = deal.trancheSums ?? toTrancheSums(sumUsd([toUsdTerm(deal.amountUsd ?? { min: null, max: null })]));
  if (findRecipients(deal).every(isMember)) return split;
  const share = (sum: UsdSum): UsdSum => ({ ...sum, low: 0 });
  const { paid, committed, conditional, unspecified } = split;
  return { paid: share(paid), committed: share(committed), conditional: share(conditional), unspecified: share(unspecified) };
};

const findExclusion = (
  deal: FundingDeal,
  ids: ReadonlySet<string>,
  isMember: (company: string) => boolean,
): FundingExclusion | undefined => {
  if (deal.certainty === 'speculative' || deal.certainty === 'dead') return deal.certainty;
  const payers = findPayers(deal);
  if (payers.length > 0 && payers.every(isMember) && deal.hasOtherParties !== true) return 'within_group';
  return deal.overlaps?.some((id) => ids.has(id)) === true ? 'overlaps_counted' : undefined;
};

/** Counts each umbrella once, with its parts. */
const countFamilies = (deals: readonly FundingDeal[], isMember: (company: string) => boolean): FundedDeal[] => {
  const byId = new Map(deals.map((deal) => [deal.id, deal]));
  const { roots, partsOf } = buildUmbrellaTrees(byId.keys(), (id) => byId.get(id)?.partOf);
  const combine = (id: string): TrancheSums[] => {
    const deal = byId.get(id);
    if (deal === undefined) return [];
    const parts = (partsOf.get(id) ?? []).flatMap(combine);
    const own = splitDeal(deal, isMember);
    return [parts.length === 0 ? own : combineTrancheSums(own, sumTrancheSums(parts))];
  };
  const counted = new Map(roots.map((id) => [id, combine(id)[0] ?? null]));
  return deals.map((deal) => ({
    deal,
    payers: findPayers(deal),
    split: splitDeal(deal, isMember),
    counted: counted.get(deal.id) ?? null,
  }));
};

/**
 * Adds up what a company was paid, what is committed to it and what depends on conditions. Equity and debt are never added to each other.
 *
 * @param deals The deals of {@link fundingKinds} in which a member takes part, as known on the day.
 * @param isMember Whether a company is the funded one or one of its subsidiaries.
 */
export const computeFunding = (deals: readonly FundingDeal[], isMember: (company: string) => boolean): Funding => {
  const funding = deals.filter((deal) => findRecipients(deal).some(isMember));
  const alive = new Set(funding.filter(({ certainty }) => certainty === 'intended' || certainty === 'binding').map(({ id }) => id));
  const byExclusion = groupBy(funding, (deal) => findExclusion(deal, alive, isMember));
  const totals: FundingTotal[] = [];
  const funded: FundedDeal[] = [];
  for (const [moneyClass, ofClass] of groupBy(byExclusion.get(undefined) ?? [], (deal) => deal.moneyClass)) {
    const families = countFamilies(ofClass, isMember);
    const roots = families.flatMap(({ deal, counted }) => (counted === null ? [] : [{ deal, counted }]));
    totals.push({
      moneyClass,
      count: roots.length,
      ...sumTrancheSums(roots.map(({ counted }) => counted)),
      unspecifiedClosed: sumUsd(roots.filter(({ deal }) => deal.closedOn !== null).map(({ counted }) => counted.unspecified)),
    });
    funded.push(...families);
  }
  const size = ({ deal: { amountUsd } }: FundedDeal) => amountUsd?.max ?? amountUsd?.min ?? 0;
  return {
    totals: totals.sort((a, b) => fundingClasses.indexOf(a.moneyClass) - fundingClasses.indexOf(b.moneyClass)),
    deals: funded.sort((a, b) => size(b) - size(a) || (a.deal.id < b.deal.id ? -1 : 1)),
    excluded: fundingExclusions.flatMap((reason) =>
      [...groupBy(byExclusion.get(reason) ?? [], (deal) => deal.moneyClass)].map(([moneyClass, all]) => ({
        reason,
        moneyClass,
        count: all.length,
        usd: sumUsd(all.map(({ amountUsd }) => toUsdTerm(amountUsd ?? { min: null, max: null }))),
      })),
    ),
  };
};
