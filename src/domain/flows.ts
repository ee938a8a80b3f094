import type { CommitmentContent } from './commitment-states.ts';
import type { DealContent } from './deal-states.ts';
import { type Ancestor, groupOn } from './groups.ts';
import type { State } from './history.ts';
import { type UsdInterval, usdOf } from './quantities.ts';
import type { Participant } from './records/deal.ts';
import type { Certainty, DealKind, FlowNature, ParticipantRole } from './vocabulary.ts';

/** What a flow is worth: at least `low`, at most `high`, null where nothing bounds it. Whole US dollars. */
export interface FlowAmount {
  low: number;
  high: number | null;
}

/** A directed edge: value goes from payer to payee. */
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
  amount: FlowAmount;
  /** The kind of the deal; null for a chip commitment. */
  kind: DealKind | null;
  /** The year in which the deal was announced, or the chip commitment became known; null before. */
  year: string | null;
  /** What all flows of the same owner and nature are worth together: a sum over them keeps to it. */
  bounds: FlowAmount;
  /** How many flows its owner gives of this nature, itself counted. */
  siblings: number;
}

/** An interval as a term of a sum: a missing lower bound is nothing, a missing upper bound is the lower one. */
const asAmount = (usd: UsdInterval | null): FlowAmount =>
  usd === null ? { low: 0, high: null } : { low: usd.min ?? 0, high: usd.max ?? usd.min };

interface Edge {
  payer: Participant;
  payee: Participant;
  nature: FlowNature;
  contingent: boolean;
  implied: boolean;
}

const noFlows: readonly DealKind[] = ['restructuring', 'programme'];

/** The edges that the roles of a deal give, by the table of the domain, whatever the kind. */
const edgesOf = (kind: DealKind, participants: readonly Participant[]): Edge[] => {
  if (noFlows.includes(kind)) return [];
  const inRole = (...roles: ParticipantRole[]) => participants.filter((participant) => roles.includes(participant.role));
  const firstPresent = (...roles: ParticipantRole[]) => roles.map((role) => inRole(role)).find((found) => found.length > 0) ?? [];
  const between = (payers: Participant[], payees: Participant[], nature: FlowNature, mark: Partial<Edge> = {}): Edge[] =>
    payers.flatMap((payer) =>
      payees
        .filter((payee) => payee.company !== payer.company)
        .map((payee) => ({ payer, payee, nature, contingent: false, implied: false, ...mark })),
    );
  // The issuer of a warrant grants value; no cash goes the other way by the warrant itself.
  if (kind === 'warrant') return between(inRole('issuer'), inRole('investor', 'beneficiary'), 'financing');
  const takesTarget = kind === 'acquihire_license' || kind === 'licensing';
  const tenants = inRole('customer', 'lessee');
  return [
    ...between(
      [...inRole('lead_investor', 'investor'), ...inRole('partner').filter((partner) => partner.amount !== undefined)],
      inRole('issuer'),
      'financing',
    ),
    ...between(inRole('lender'), firstPresent('borrower', 'issuer'), 'financing'),
    ...between(inRole('guarantor'), firstPresent('beneficiary', 'borrower', 'lessee', 'customer'), 'financing', { contingent: true }),
    ...between(inRole('acquirer', 'lead_investor', 'investor'), inRole('seller'), 'financing'),
    ...between(inRole('acquirer'), takesTarget ? inRole('target') : [], 'financing'),
    ...between(inRole('customer'), firstPresent('supplier', 'lessor'), 'purchase'),
    ...between(inRole('lessee'), firstPresent('lessor', 'supplier'), 'purchase'),
    // The one in between has to buy what it lets.
    ...between(tenants.length > 0 ? inRole('lessor') : [], inRole('supplier'), 'purchase', { implied: true }),
    ...between(inRole('lessee').length > 0 ? inRole('issuer') : [], inRole('supplier'), 'purchase', { implied: true }),
  ];
};

const distinctCompanies = (participants: Participant[]): Participant[] => [
  ...new Map(participants.map((participant) => [participant.company, participant])).values(),
];

/**
 * The amount of one edge: the payer's own share if stated, else the payee's, else that of the deal where there is one
 * payer and one payee; else unknown, bounded above by what the others have not taken.
 */
const amountOf = (edge: Edge, edges: readonly Edge[], dealUsd: UsdInterval | null): FlowAmount => {
  const alike = edges.filter((one) => one.nature === edge.nature && one.implied === edge.implied && one.contingent === edge.contingent);
  const payers = distinctCompanies(alike.map((one) => one.payer));
  const payees = distinctCompanies(alike.map((one) => one.payee));
  const share = (participant: Participant) => (participant.amount === undefined ? undefined : asAmount(usdOf(participant.amount)));
  const ofPayer = share(edge.payer);
  const ofPayee = share(edge.payee);
  const payeesOfPayer = alike.filter((one) => one.payer.company === edge.payer.company).length;
  const payersOfPayee = alike.filter((one) => one.payee.company === edge.payee.company).length;
  if (ofPayer !== undefined) return payeesOfPayer === 1 ? ofPayer : { low: 0, high: ofPayer.high };
  if (ofPayee !== undefined) return payersOfPayee === 1 ? ofPayee : { low: 0, high: ofPayee.high };
  const whole = asAmount(dealUsd);
  if (payers.length === 1 && payees.length === 1) return whole;
  if (whole.high === null) return { low: 0, high: null };
  const taken = [...payers, ...payees].reduce((sum, participant) => sum + (share(participant)?.low ?? 0), 0);
  return { low: 0, high: Math.max(0, whole.high - taken) };
};

/** The greater of the stated shares of the payers and of the payees: what a nature is worth at least, whatever the headline says. */
const statedSharesOf = (edges: readonly Edge[]): number => {
  const sum = (participants: Participant[]) =>
    distinctCompanies(participants).reduce(
      (total, { amount }) => total + (amount === undefined ? 0 : (asAmount(usdOf(amount)).high ?? 0)),
      0,
    );
  return Math.max(sum(edges.map(({ payer }) => payer)), sum(edges.map(({ payee }) => payee)));
};

/** Answers where a company stands in its group. */
export type AncestorsOf = (companyId: string) => readonly Ancestor[];

const identified = <Content extends Omit<Flow, 'id' | 'siblings' | 'bounds'>>(owner: string, flow: Content): Content & { id: string } => ({
  id: [owner, flow.from, flow.to, flow.nature, ...(flow.contingent ? ['contingent'] : []), ...(flow.implied ? ['implied'] : [])].join('.'),
  ...flow,
});

/** The flows of a deal in one state, on a day of that state. Each pair, nature and mark stands once. */
export const dealFlowsOf = (content: DealContent, day: string, ancestorsOf: AncestorsOf): Flow[] => {
  const { id, kind, participants, amountUsd, certainty, announcedOn } = content.short;
  const edges = edgesOf(kind, participants);
  const flows = edges.map((edge) =>
    identified(id, {
      from: edge.payer.company,
      to: edge.payee.company,
      fromGroup: groupOn(ancestorsOf(edge.payer.company), day),
      toGroup: groupOn(ancestorsOf(edge.payee.company), day),
      nature: edge.nature,
      contingent: edge.contingent,
      implied: edge.implied,
      certainty,
      amount: amountOf(edge, edges, amountUsd),
      kind,
      year: announcedOn?.slice(0, 4) ?? null,
    }),
  );
  const distinct = [...new Map(flows.map((flow) => [flow.id, flow])).values()];
  const whole = asAmount(amountUsd);
  return distinct.map((flow) => ({
    ...flow,
    bounds: {
      low: whole.low,
      high: whole.high === null ? null : Math.max(whole.high, statedSharesOf(edges.filter(({ nature }) => nature === flow.nature))),
    },
    siblings: distinct.filter(({ nature }) => nature === flow.nature).length,
  }));
};

/**
 * The flows of a chip commitment in one state: buyer to provider (or to the vendor where none stands between), dropped if its
 * deal already gives a purchase between the same groups; and provider to vendor, implied, since the cloud must buy what it rents out.
 */
export const commitmentFlowsOf = (
  content: CommitmentContent,
  day: string,
  ancestorsOf: AncestorsOf,
  flowsOfItsDeal: readonly Flow[],
): Flow[] => {
  const whole = asAmount(content.amountUsd);
  const purchase = (from: string, to: string, implied: boolean, amount: FlowAmount) =>
    identified(content.id, {
      from,
      to,
      fromGroup: groupOn(ancestorsOf(from), day),
      toGroup: groupOn(ancestorsOf(to), day),
      nature: 'purchase',
      contingent: false,
      implied,
      certainty: content.certainty,
      amount,
      kind: null,
      year: content.knownFrom.slice(0, 4),
    });
  const first = purchase(content.buyer, content.provider ?? content.chipVendor, false, whole);
  const isInDeal = flowsOfItsDeal.some(
    (flow) => flow.nature === 'purchase' && flow.fromGroup === first.fromGroup && flow.toGroup === first.toGroup,
  );
  const implied = content.provider === undefined ? [] : [purchase(content.provider, content.chipVendor, true, { low: 0, high: null })];
  const flows = [...(isInDeal ? [] : [first]), ...implied].filter((flow) => flow.from !== flow.to);
  // The amount of the commitment belongs to its first flow alone, and says nothing of what the provider pays on.
  return flows.map((flow) => ({ ...flow, bounds: { low: 0, high: null }, siblings: flows.length }));
};

/** Cuts states at further days, so that what depends on the day besides the content (the group) can differ within one. */
export const cutAt = <Content>(states: readonly State<Content>[], days: Iterable<string>): State<Content>[] =>
  states.flatMap((state) => {
    const inside = [...new Set(days)].filter((day) => day > state.knownFrom && (state.knownTo === null || day < state.knownTo)).sort();
    const starts = [state.knownFrom, ...inside];
    return starts.map((knownFrom, index) => ({ ...state, knownFrom, knownTo: starts[index + 1] ?? state.knownTo }));
  });
