import type { CommitmentContent } from './commitment-states.ts';
import { earliestDay, lastDayOf, laterDay } from './dates.ts';
import type { DealContent } from './deal-states.ts';
import type { Participant } from './records/deal.ts';
import { toUsdInterval } from './records/primitives.ts';
import { toCountedUsd, toUsdTerm, type UsdTerm } from './usd-sum.ts';
import {
  type Certainty,
  contingentNatures,
  type DealKind,
  type FlowNature,
  type MoneyClass,
  moneyClassByKind,
  type ParticipantRole,
} from './vocabulary.ts';

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
  /** Year of the report that set the amount, or of the announcement if no amount is stated; null if there is neither. */
  year: string | null;
  /** Bounds on the sum of all flows with the same owner and nature. */
  bounds: UsdTerm;
  /** Number of stated flows with the same owner and nature. */
  siblings: number;
}

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
  const hasTenant = inRole('lessee').length > 0;
  // A vehicle buys what it leases out. A landlord beside a supplier and its customer pays nobody.
  const vehicles = hasTenant && inRole('supplier').length > 0 ? inRole('issuer') : [];
  const intermediaries = [...vehicles, ...(hasTenant ? inRole('lessor') : [])];
  const debtors = inRole('borrower', 'lessee', 'customer').map(({ company }) => company);
  return [
    ...between(
      [...inRole('lead_investor', 'investor'), ...inRole('partner').filter((partner) => partner.amount !== undefined)],
      inRole('issuer'),
      'financing',
    ),
    ...between(inRole('lender'), firstPresent('borrower', 'issuer'), 'financing'),
    // A guarantee of one's own debt supports nobody else.
    ...between(
      inRole('guarantor').filter(({ company }) => !debtors.includes(company)),
      firstPresent('beneficiary', 'borrower', 'lessee', 'customer'),
      'guarantee',
    ),
    ...between(inRole('acquirer', 'lead_investor', 'investor'), inRole('seller'), 'financing'),
    ...between(inRole('acquirer'), paysTarget ? inRole('target') : [], 'financing'),
    ...between(inRole('customer'), firstPresent('supplier', 'lessor'), 'purchase'),
    ...between(inRole('lessee'), vehicles.length > 0 ? vehicles : firstPresent('lessor', 'supplier'), 'purchase'),
    ...between(intermediaries, inRole('supplier'), 'purchase', true),
  ];
};

/** The nature of the flows that the amount of a deal is about. */
const natureByClass: Readonly<Record<MoneyClass, FlowNature>> = {
  equity: 'financing',
  debt: 'financing',
  acquisition: 'financing',
  programme: 'financing',
  restructuring: 'financing',
  purchase: 'purchase',
  guarantee: 'guarantee',
  warrant: 'warrant',
};

/** What the terms of a deal say about the amounts of its flows. */
interface DealMoney {
  usd: UsdTerm;
  nature: FlowNature;
  /** Whether parties without a flow may pay as well, so that the named ones do not pay everything. */
  hasOtherPayers: boolean;
  /** The most that depends on conditions, which any share may contain. */
  conditional: number;
}

const toDealMoney = ({ kind, participants, hasOtherParties, amountUsd, trancheSums }: DealContent['document']): DealMoney => {
  const nature = natureByClass[moneyClassByKind[kind]];
  const isPartner = ({ role, amount }: Participant) => role === 'partner' && amount === undefined;
  // A round has several investors, even if reports name one.
  const isSoleInvestor = kind === 'equity_round' && participants.filter(({ role }) => role.endsWith('investor')).length === 1;
  return {
    usd: toCountedUsd(amountUsd, trancheSums ?? null),
    nature,
    hasOtherPayers: hasOtherParties === true || (nature === 'financing' && participants.some(isPartner)) || isSoleInvestor,
    conditional: trancheSums?.conditional.high ?? 0,
  };
};

const uniqueByCompany = (participants: Participant[]): Participant[] => [
  ...new Map(participants.map((participant) => [participant.company, participant])).values(),
];

const toShare = ({ amount }: Participant): UsdTerm | undefined => (amount === undefined ? undefined : toUsdTerm(toUsdInterval(amount)));

/**
 * Derives the amount of one edge: the payer's stated share, else the payee's, else the deal's amount if nobody else can be its payer or
 * payee. Otherwise it is unknown, up to the deal's amount minus the stated shares of the others. The amount of a deal says nothing about
 * flows of another nature, except that nobody guarantees more, and no vehicle spends more, than it.
 */
const deriveEdgeAmount = (edge: Edge, edges: readonly Edge[], deal: DealMoney): UsdTerm => {
  const alike = edges.filter((one) => one.nature === edge.nature && one.implied === edge.implied);
  const payers = uniqueByCompany(alike.map((one) => one.payer));
  const payees = uniqueByCompany(alike.map((one) => one.payee));
  if (edge.implied) return { low: 0, high: deal.usd.high };
  const firm = (share: UsdTerm): UsdTerm =>
    edge.nature === deal.nature ? { ...share, low: Math.max(0, share.low - deal.conditional) } : share;
  const ofPayer = toShare(edge.payer);
  const ofPayee = toShare(edge.payee);
  const payeesOfPayer = alike.filter((one) => one.payer.company === edge.payer.company).length;
  const payersOfPayee = alike.filter((one) => one.payee.company === edge.payee.company).length;
  if (ofPayer !== undefined) return payeesOfPayer === 1 ? firm(ofPayer) : { ...ofPayer, low: 0 };
  if (ofPayee !== undefined) return payersOfPayee === 1 && !deal.hasOtherPayers ? firm(ofPayee) : { ...ofPayee, low: 0 };
  if (edge.nature !== deal.nature) return { low: 0, high: edge.nature === 'guarantee' ? deal.usd.high : null };
  if (payers.length === 1 && payees.length === 1 && !deal.hasOtherPayers) return deal.usd;
  if (deal.usd.high === null) return { low: 0, high: null };
  const allocated = [...payers, ...payees].reduce((sum, participant) => sum + (toShare(participant)?.low ?? 0), 0);
  return { ...deal.usd, low: 0, high: Math.max(0, deal.usd.high - allocated) };
};

/** Returns the larger of the payers' and the payees' stated shares, in whole US dollars. Stated shares can exceed the headline amount. */
const sumStatedShares = (edges: readonly Edge[]): number => {
  const sum = (participants: Participant[]) =>
    uniqueByCompany(participants).reduce((total, participant) => total + (toShare(participant)?.high ?? 0), 0);
  return Math.max(sum(edges.map(({ payer }) => payer)), sum(edges.map(({ payee }) => payee)));
};

/** Returns the bounds on the sum of all flows of one nature. The lower one needs every payer to be named. */
const deriveBounds = (
  { nature, implied }: Pick<Edge, 'nature' | 'implied'>,
  edges: readonly Edge[],
  { usd, nature: ofDeal, hasOtherPayers }: DealMoney,
): UsdTerm => {
  if (usd.high === null) return { low: 0, high: null };
  return {
    low: nature === ofDeal && !hasOtherPayers ? usd.low : 0,
    high: Math.max(usd.high, sumStatedShares(edges.filter((edge) => edge.nature === nature && !edge.implied && !implied))),
  };
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
export const deriveDealFlows = ({ document }: Pick<DealContent, 'document'>, day: string, getAncestors: AncestorLookup): Flow[] => {
  const { id, kind, certainty, announcedOn, amountReportedOn } = document;
  const money = toDealMoney(document);
  const isOwnSubsidiary = ({ payer, payee }: Edge) =>
    getAncestors(payee.company).some((one) => one.id === payer.company && one.since <= day);
  const edges = deriveEdges(kind, document.participants).filter((edge) => edge.nature !== 'guarantee' || !isOwnSubsidiary(edge));
  const flows = edges.map((edge) =>
    withFlowId(id, {
      from: edge.payer.company,
      to: edge.payee.company,
      fromGroup: findGroup(getAncestors(edge.payer.company), day),
      toGroup: findGroup(getAncestors(edge.payee.company), day),
      nature: edge.nature,
      implied: edge.implied,
      certainty,
      amount: deriveEdgeAmount(edge, edges, money),
      kind,
      year: (amountReportedOn ?? announcedOn)?.slice(0, 4) ?? null,
    }),
  );
  const distinct = [...new Map(flows.map((flow) => [flow.id, flow])).values()];
  return distinct.map((flow) => ({
    ...flow,
    bounds: deriveBounds(flow, edges, money),
    siblings: distinct.filter(({ nature, implied }) => nature === flow.nature && !implied).length,
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
  const commitmentAmount = toUsdTerm(content.amountUsd ?? { min: null, max: null });
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
      year: (content.amountReportedOn ?? content.announcedOn)?.slice(0, 4) ?? null,
    });
  const first = purchase(content.buyer, content.provider ?? content.chipVendor, false, commitmentAmount);
  const isInDeal = dealFlows.some(
    (flow) => flow.nature === 'purchase' && flow.fromGroup === first.fromGroup && flow.toGroup === first.toGroup,
  );
  const implied = content.provider === undefined ? [] : [purchase(content.provider, content.chipVendor, true, { low: 0, high: null })];
  const flows = [...(isInDeal ? [] : [first]), ...implied].filter((flow) => flow.from !== flow.to);
  // The amount belongs to the first flow only. It does not bound what the provider pays the vendor.
  return flows.map((flow) => ({ ...flow, bounds: { low: 0, high: null }, siblings: flows.filter((one) => !one.implied).length }));
};
