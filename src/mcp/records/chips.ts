import type { Chip, ChipCommitment, Detail } from '../../api-client/answers.ts';
import { describeInterval, describeStatement, formatPower, formatYears, toWords } from '../../api-client/words.ts';
import { describeFirmness, describeReport } from '../phrases.ts';
import type { DescribeRecord } from './records.ts';

/** Says a chip. */
export const describeChip: DescribeRecord = async (read, id) => {
  const { data } = await read<Detail<Chip>>(`/v1/chips/${id}`);
  return {
    title: data.name,
    heading: `${data.name} (chips/${data.id}): ${toWords(data.category)} of companies/${data.vendor}${data.announcedOn === undefined ? '' : `, announced ${data.announcedOn}`}.`,
    lines: [],
    metadata: { collection: 'chips', vendor: data.vendor, category: data.category },
  };
};

/** Says a chip commitment: terms, parties, and its reports with their sources, newest first. */
export const describeChipCommitment: DescribeRecord = async (read, id) => {
  const { data, included } = await read<Detail<ChipCommitment>>(`/v1/chip-commitments/${id}`, { include: 'sources' });
  const { buyer, provider, chipVendor, chips, units, powerMw, amount, startsOn, endsOn, termYears, deal, note } = data;
  const via = provider === undefined ? '' : ` through companies/${provider}`;
  const title = `${buyer}: chips of ${chipVendor}`;
  return {
    title,
    heading: `${title} (chip-commitments/${data.id}): companies/${buyer} commits to chips of companies/${chipVendor}${via}. ${describeFirmness(data)}.`,
    lines: [
      [
        `Chips: ${chips.map((chip) => `chips/${chip}`).join(', ')}`,
        ...(units === null ? [] : [`number ${describeInterval(units, (value) => value.toLocaleString('en-US'))}`]),
        ...(powerMw === null ? [] : [`power ${describeInterval(powerMw, formatPower)}`]),
        `amount ${describeStatement(amount)}`,
        ...(startsOn === null ? [] : [`from ${startsOn}`]),
        ...(endsOn === null ? [] : [`to ${endsOn}`]),
        ...(termYears === null ? [] : [formatYears(termYears)]),
      ].join('; '),
      ...(deal === undefined ? [] : [`Made under deals/${deal}.`]),
      ...(note === undefined ? [] : [note]),
      ...data.history.toReversed().map((event) => `Report ${describeReport(event, included?.sources)}`),
    ],
    metadata: { collection: 'chip-commitments', buyer, chipVendor, status: data.status, certainty: data.certainty },
  };
};
