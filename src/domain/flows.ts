import type { CommitmentContent } from './commitment-states.ts';
import { earliestDay, lastDayOf, laterDay } from './dates.ts';
import type { DealContent } from './deal-states.ts';
import type { State } from './history.ts';
import type { Participant } from './records/deal.ts';
import { toUsdInterval, type UsdInterval } from './records/primitives.ts';
import { toUsdTerm, type UsdTerm } from './usd-sum.ts';
import { type Certainty, contingentNatures, type DealKind, type FlowNature, type ParticipantRole } from './vocabulary.ts';

/** A company's owner, or the company itself. */
export interface Ancestor {
  id: string;
  /** First day on which every ownership link up to this owner existed. */
  since: string;
}

export interface Ownership {
  parent?: string | undefined;
  parentSince?: string | undefined;
}

/** Lists a company and its owners, nearest first. An owner counts from `parentSince` on, or always if that is absent. */
export const listAncestors = (companyId: string, getOwnership: (companyId: string) => Ownership | undefined): Ancestor[] => {
  const chain: Ancestor[] = [{ id: companyId, since: earliestDay }];
  for (let ownership = getOwnership(companyId); ownership?.parent !== undefined; ownership = getOwnership(ownership.parent)) {
    const { parent, parentSince } = ownership;
    // Validation rejects ownership cycles on write. Stop anyway, so that bad data cannot hang the process.
    if (chain.some((one) => one.id === parent)) break;
    const since = laterDay(chain.at(-1)?.since ?? earliestDay, parentSince === undefined ? earliestDay : lastDayOf(parentSince));
    chain.push({ id: parent, since });
  }
  return chain;
};

/**
 * Returns the id of a company's topmost owner on a day.
 *
 * @throws Error if `ancestors` is empty.
 */
export const findGroup = (ancestors: readonly Ancestor[], day: string): string => {
  const topmost = ancestors.findLast((one) => one.since <= day);
  if (topmost === undefined) throw new Error('A company must be its own first ancestor.');
  return topmost.id;
};

/** A directed edge of the money graph: value moves from `from` (the payer) to `to` (the payee). */
export interface Flow {
  id: string;
  from: string;
  to: string;
  fromGroup: string;
  toGroup: string;
  nature: FlowNature;
  contingent: boolean;
  implied: boolean;
  certainty: Certainty;
  amount: UsdTerm;
  /** Kind of the deal, or null for a chip commitment. */
  kind: DealKind | null;
  /** Year in which the deal was announced or the chip commitment became known; null for a deal that is not announced yet. */
  year: string | null;
  /** Bounds on the sum of all flows with the same owner and nature. */
  bounds: UsdTerm;
  /** Number of flows with the same owner and nature, including this one. */
  siblings: number;
}

const toFlowAmount = (usd: UsdInterval | null): UsdTerm => toUsdTerm(usd ?? { min: null, max: null });

interface Edge {
  payer: Participant;
  payee: Participant;
  nature: FlowNature;
  implied: boolean;
}

const kindsWithoutFlows: readonly DealKind[] = ['restructuring', 'programme'];

/** Derives payer-to-payee edges from the roles of the participants. The role pairs below are the definition of a flow. */
const deriveEdges = (kind: DealKind, participants: readonly Participant[]): Edge[] => {
  if (kindsWithoutFlows.includes(kind)) return [];
  const inRole = (...roles: ParticipantRole[]) => participants.filter((participant) => roles.includes(participant.role));
  const firstPresent = (...roles: ParticipantRole[]) => roles.map((role) => inRole(role)).find((found) => found.length > 0) ?? [];
  const between = (payers: Participant[], payees: Participant[], nature: FlowNature, isImplied = false): Edge[] =>
    payers.flatMap((payer) =>
      payees.filter((payee) => payee.company !== payer.company).map((payee) => ({ payer, payee, nature, implied: isImplied })),
    );
  // The issuer of a warrant grants value. The warrant itself moves no cash in the other direction.
  if (kind === 'warrant') return between(inRole('issuer'), inRole('investor', 'beneficiary'), 'warrant');
  const paysTarget = kind === 'acquihire_license' || kind === 'licensing';
  const tenants = inRole('customer', 'lessee');
  return [
    ...between(
      [...inRole('lead_investor', 'investor'), ...inRole('partner').filter((partner) => partner.amount !== undefined)],
      inRole('issuer'),
      'financing',
    ),
    ...between(inRole('lender'), firstPresent('borrower', 'issuer'), 'financing'),
    ...between(inRole('guarantor'), firstPresent('beneficiary', 'borrower', 'lessee', 'customer'), 'guarantee'),
    ...between(inRole('acquirer', 'lead_investor', 'investor'), inRole('seller'), 'financing'),
    ...between(inRole('acquirer'), paysTarget ? inRole('target') : [], 'financing'),
    ...between(inRole('customer'), firstPresent('supplier', 'lessor'), 'purchase'),
    ...between(inRole('lessee'), firstPresent('lessor', 'supplier'), 'purchase'),
    // An intermediary has to buy what it leases out.
    ...between(tenants.length > 0 ? inRole('lessor') : [], inRole('supplier'), 'purchase', true),
    ...between(inRole('lessee').length > 0 ? inRole('issuer') : [], inRole('supplier'), 'purchase', true),
  ];
};

const uniqueByCompany = (participants: Participant[]): Participant[] => [
  ...new Map(participants.map((participant) => [participant.company, participant])).values(),
];

/**
 * Derives the amount of one edge. Uses the payer's stated share, then the payee's, then the deal amount if there is one payer and one
 * payee. Otherwise the amount is unknown, and its upper bound is the deal amount minus the stated shares of the others.
 */
const deriveEdgeAmount = (edge: Edge, edges: readonly Edge[], dealUsd: UsdInterval | null): UsdTerm => {
  const sameKind = edges.filter((one) => one.nature === edge.nature && one.implied === edge.implied);
  const payers = uniqueByCompany(sameKind.map((one) => one.payer));
  const payees = uniqueByCompany(sameKind.map((one) => one.payee));
  const share = (participant: Participant) =>
    participant.amount === undefined ? undefined : toFlowAmount(toUsdInterval(participant.amount));
  const ofPayer = share(edge.payer);
  const ofPayee = share(edge.payee);
  const payeesOfPayer = sameKind.filter((one) => one.payer.company === edge.payer.company).length;
  const payersOfPayee = sameKind.filter((one) => one.payee.company === edge.payee.company).length;
  if (ofPayer !== undefined) return payeesOfPayer === 1 ? ofPayer : { low: 0, high: ofPayer.high };
  if (ofPayee !== undefined) return payersOfPayee === 1 ? ofPayee : { low: 0, high: ofPayee.high };
  const dealAmount = toFlowAmount(dealUsd);
  if (payers.length === 1 && payees.length === 1) return dealAmount;
  if (dealAmount.high === null) return { low: 0, high: null };
  const allocated = [...payers, ...payees].reduce((sum, participant) => sum + (share(participant)?.low ?? 0), 0);
  return { low: 0, high: Math.max(0, dealAmount.high - allocated) };
};

/** Returns the larger of the payers' and the payees' stated shares, in whole US dollars. Stated shares can exceed the headline amount. */
const sumStatedShares = (edges: readonly Edge[]): number => {
  const sum = (participants: Participant[]) =>
    uniqueByCompany(participants).reduce(
      (total, { amount }) => total + (amount === undefined ? 0 : (toFlowAmount(toUsdInterval(amount)).high ?? 0)),
      0,
    );
  return Math.max(sum(edges.map(({ payer }) => payer)), sum(edges.map(({ payee }) => payee)));
};

/** Returns a company and its owners, nearest first. */
export type AncestorLookup = (companyId: string) => readonly Ancestor[];

const withFlowId = <Content extends Omit<Flow, 'id' | 'contingent' | 'siblings' | 'bounds'>>(
  owner: string,
  flow: Content,
): Content & Pick<Flow, 'id' | 'contingent'> => ({
  id: [owner, flow.from, flow.to, flow.nature, ...(flow.implied ? ['implied'] : [])].join('.'),
  contingent: contingentNatures.includes(flow.nature),
  ...flow,
});

/**
 * Derives the flows of a deal in one state.
 *
 * @param day A day within that state; it determines the groups of payer and payee.
 * @returns One flow for each combination of payer, payee, nature and `implied`.
 */
export const deriveDealFlows = (content: DealContent, day: string, getAncestors: AncestorLookup): Flow[] => {
  const { id, kind, participants, amountUsd, certainty, announcedOn } = content.document;
  const edges = deriveEdges(kind, participants);
  const flows = edges.map((edge) =>
    withFlowId(id, {
      from: edge.payer.company,
      to: edge.payee.company,
      fromGroup: findGroup(getAncestors(edge.payer.company), day),
      toGroup: findGroup(getAncestors(edge.payee.company), day),
      nature: edge.nature,
      implied: edge.implied,
      certainty,
      amount: deriveEdgeAmount(edge, edges, amountUsd),
      kind,
      year: announcedOn?.slice(0, 4) ?? null,
    }),
  );
  const distinct = [...new Map(flows.map((flow) => [flow.id, flow])).values()];
  const dealAmount = toFlowAmount(amountUsd);
  return distinct.map((flow) => ({
    ...flow,
    bounds: {
      low: dealAmount.low,
      high:
        dealAmount.high === null ? null : Math.max(dealAmount.high, sumStatedShares(edges.filter(({ nature }) => nature === flow.nature))),
    },
    siblings: distinct.filter(({ nature }) => nature === flow.nature).length,
  }));
};

/**
 * Derives the flows of a chip commitment in one state.
 *
 * The buyer pays the provider, or the chip vendor if there is no provider. This flow is omitted if the deal already has a purchase
 * between the same groups. A provider also has an implied flow to the vendor, because a cloud must buy the chips that it rents out.
 *
 * @param day A day within that state; it determines the groups of payer and payee.
 * @param dealFlows Flows of the deal that the commitment belongs to.
 */
export const deriveCommitmentFlows = (
  content: CommitmentContent,
  day: string,
  getAncestors: AncestorLookup,
  dealFlows: readonly Flow[],
): Flow[] => {
  const commitmentAmount = toFlowAmount(content.amountUsd);
  const purchase = (from: string, to: string, implied: boolean, amount: UsdTerm) =>
    withFlowId(content.id, {
      from,
      to,
      fromGroup: findGroup(getAncestors(from), day),
      toGroup: findGroup(getAncestors(to), day),
      nature: 'purchase',
      implied,
      certainty: content.certainty,
      amount,
      kind: null,
      year: content.knownFrom.slice(0, 4),
    });
  const first = purchase(content.buyer, content.provider ?? content.chipVendor, false, commitmentAmount);
  const isInDeal = dealFlows.some(
    (flow) => flow.nature === 'purchase' && flow.fromGroup === first.fromGroup && flow.toGroup === first.toGroup,
  );
  const implied = content.provider === undefined ? [] : [purchase(content.provider, content.chipVendor, true, { low: 0, high: null })];
  const flows = [...(isInDeal ? [] : [first]), ...implied].filter((flow) => flow.from !== flow.to);
  // The amount belongs to the first flow only. It does not bound what the provider pays the vendor.
  return flows.map((flow) => ({ ...flow, bounds: { low: 0, high: null }, siblings: flows.length }));
};

/**
 * Splits states at the given days, so that values that depend on the day as well as the content (such as the group) can differ within
 * one state.
 */
export const splitStates = <Content>(states: readonly State<Content>[], days: Iterable<string>): State<Content>[] =>
  states.flatMap((state) => {
    const inside = [...new Set(days)].filter((day) => day > state.knownFrom && (state.knownTo === null || day < state.knownTo)).sort();
    const starts = [state.knownFrom, ...inside];
    return starts.map((knownFrom, index) => ({ ...state, knownFrom, knownTo: starts[index + 1] ?? state.knownTo }));
  });
