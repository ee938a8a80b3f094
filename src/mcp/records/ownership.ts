import type { Detail, Financial, Stake, Valuation } from '../../api-client/answers.ts';
import { toWords } from '../../api-client/words.ts';
import { describeFinancialLine, describeStakeLine, describeValuationLine } from './company.ts';
import type { DescribeRecord } from './records.ts';

const describeOrigin = ({ deal, note, evidenceGrade }: Pick<Stake, 'deal' | 'note' | 'evidenceGrade'>): string[] => [
  `Evidence: ${toWords(evidenceGrade)}.`,
  ...(deal === undefined ? [] : [`From deals/${deal}.`]),
  ...(note === undefined ? [] : [note]),
];

/** Says one observation of a stake. */
export const describeStake: DescribeRecord = async (read, id) => {
  const { data, included } = await read<Detail<Stake>>(`/v1/stakes/${id}`, { include: 'sources' });
  return {
    title: `Stake of ${data.holder} in ${data.issuer}`,
    heading: describeStakeLine(data, included?.sources),
    lines: describeOrigin(data),
    metadata: { collection: 'stakes', holder: data.holder, issuer: data.issuer, observedOn: data.observedOn },
  };
};

/** Says one observation of a valuation. */
export const describeValuation: DescribeRecord = async (read, id) => {
  const { data, included } = await read<Detail<Valuation>>(`/v1/valuations/${id}`, { include: 'sources' });
  return {
    title: `Valuation of ${data.company}`,
    heading: `companies/${data.company}. ${describeValuationLine(data, included?.sources)}`,
    lines: describeOrigin(data),
    metadata: { collection: 'valuations', company: data.company, observedOn: data.observedOn },
  };
};

/** Says one figure of a company. */
export const describeFinancial: DescribeRecord = async (read, id) => {
  const { data, included } = await read<Detail<Financial>>(`/v1/financials/${id}`, { include: 'sources' });
  return {
    title: `${data.company}: ${toWords(data.metric)}`,
    heading: `companies/${data.company}. ${describeFinancialLine(data, included?.sources)}`,
    lines: describeOrigin({ deal: undefined, ...data }),
    metadata: { collection: 'financials', company: data.company, periodEnd: data.periodEnd },
  };
};
