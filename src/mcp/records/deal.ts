import type { Deal, Detail } from '../../api-client/answers.ts';
import { describeDealTerms } from '../../api-client/deal-terms.ts';
import { describeStatement, describeStep, describeSum, formatYears, toWords } from '../../api-client/words.ts';
import { describeFirmness, describeReport } from '../phrases.ts';
import type { DescribeRecord } from './records.ts';

const describeTerms = (deal: Deal): string[] => [
  `Amount: ${describeStatement(deal.amount)}${deal.amountReportedOn === null ? '' : ` (set by the report of ${deal.amountReportedOn})`}${deal.amount?.stated === undefined ? '' : `, stated as "${deal.amount.stated}"`}. Money class: ${deal.moneyClass}.`,
  ...(deal.valuation === null ? [] : [`Valuation: ${describeStatement(deal.valuation)} (${toWords(deal.valuation.basis)}).`]),
  ...(deal.termYears === null ? [] : [`Term: ${formatYears(deal.termYears)}.`]),
  ...(deal.terms === null ? [] : describeDealTerms(deal.terms).map(([name, text]) => `${name}: ${text}.`)),
  ...(deal.trancheSums === null
    ? []
    : [
        `By payment status: ${describeSum(deal.trancheSums.paid)} paid, ${describeSum(deal.trancheSums.committed)} committed, ${describeSum(deal.trancheSums.conditional)} conditional, ${describeSum(deal.trancheSums.unspecified)} unspecified.`,
      ]),
  ...(deal.tranches ?? []).map(
    ({ label, amount, status, condition }) =>
      `Tranche ${label}: ${describeStatement(amount)}, ${status}${condition === undefined ? '' : ` on: ${condition}`}.`,
  ),
];

const describeRelations = ({ partOf, supersededBy, overlaps = [] }: Deal): string[] => [
  ...(partOf === undefined ? [] : [`Part of deals/${partOf}, so totals count one of them.`]),
  ...(supersededBy.length === 0 ? [] : [`Replaced by ${supersededBy.map((id) => `deals/${id}`).join(', ')}.`]),
  ...(overlaps.length === 0 ? [] : [`States money of ${overlaps.map((id) => `deals/${id}`).join(', ')} again.`]),
];

/** Says a deal: terms, parties, and its reports with their sources, newest first. */
export const describeDealRecord: DescribeRecord = async (read, id) => {
  const { data: deal, included } = await read<Detail<Deal>>(`/v1/deals/${id}`, {
    include: ['companies', 'history', 'sources', 'chipCommitments'],
  });
  const history = (deal.history ?? []).toReversed();
  const commitments = Object.keys(included?.chipCommitments ?? {});
  const parties = deal.participants.map(
    ({ company, role, amount }) =>
      `${included?.companies?.[company]?.name ?? company} (companies/${company}) ${toWords(role)}${amount === undefined ? '' : ` ${describeStatement(amount)}`}`,
  );
  return {
    title: deal.title,
    heading: `${deal.title} (deals/${deal.id}): ${toWords(deal.kind)}, ${describeFirmness(deal)}. Known since ${deal.knownFrom}, announced ${describeStep(deal.announcedOn, deal.certainty, String)}, closed ${describeStep(deal.closedOn, deal.certainty, String)}.`,
    lines: [
      ...(deal.summary === undefined ? [] : [deal.summary]),
      ...describeTerms(deal),
      `Parties: ${parties.join('; ')}${deal.hasOtherParties === true ? '; and others that are not named' : ''}.`,
      ...describeRelations(deal),
      ...(commitments.length === 0 ? [] : [`Chips: ${commitments.map((one) => `chip-commitments/${one}`).join(', ')}.`]),
      ...history.map((event) => `Report ${describeReport(event, included?.sources)}`),
    ],
    metadata: { collection: 'deals', kind: deal.kind, status: deal.status, certainty: deal.certainty, lastReportedOn: deal.lastReportedOn },
  };
};
