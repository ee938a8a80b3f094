import type { CompanyDetail, Detail, Financial, List, Source, Stake, Valuation } from '../../api-client/answers.ts';
import { describeInterval, describeStatement, toHeading, toWords } from '../../api-client/words.ts';
import { listIdentifiers } from '../../domain/records/company-identifiers.ts';
import { describeCitations } from '../phrases.ts';
import type { DescribeRecord } from './records.ts';

/** Says what a holder owns, by whom it was stated. */
export const describeStakeLine = (
  { holder, issuer, observedOn, percent, value, basis, endedOn, citations }: Stake,
  sources: Readonly<Record<string, Source>> | undefined,
): string => {
  const size = [
    ...(percent === undefined ? [] : [describeInterval(percent, (one) => `${one}%`)]),
    ...(value === undefined ? [] : [`worth ${describeStatement(value)}`]),
  ];
  return `Stake: ${holder} owns ${size.join(', ')} of ${issuer} (${toWords(basis)}), observed ${observedOn}${endedOn === undefined ? '' : `, ended ${endedOn}`} [${describeCitations(citations, sources, 2)}]`;
};

/** Says what a company was worth, by whom it was stated. */
export const describeValuationLine = (
  { observedOn, amount, basis, citations }: Valuation,
  sources: Readonly<Record<string, Source>> | undefined,
): string => `Valuation ${observedOn}: ${describeStatement(amount)} (${toWords(basis)}) [${describeCitations(citations, sources, 2)}]`;

/** Says a figure of a company, by whom it was stated. */
export const describeFinancialLine = (
  { metric, periodEnd, periodMonths, amount, basis, citations }: Financial,
  sources: Readonly<Record<string, Source>> | undefined,
): string =>
  `${toHeading(metric)}${periodMonths === undefined ? ` on ${periodEnd}` : `, ${periodMonths} months to ${periodEnd}`}: ${describeStatement(amount)} (${toWords(basis)}) [${describeCitations(citations, sources, 2)}]`;

/** The newest observation of each pair. */
const newestOnly = (stakes: readonly Stake[]): Stake[] => {
  const byPair = new Map<string, Stake>();
  for (const stake of stakes.toSorted((a, b) => a.observedOn.localeCompare(b.observedOn)))
    byPair.set(`${stake.holder} ${stake.issuer}`, stake);
  return [...byPair.values()].sort((a, b) => (b.percent?.max ?? b.percent?.min ?? 0) - (a.percent?.max ?? a.percent?.min ?? 0));
};

/** Says a company: who it is, what it is worth, who owns it and what it owns. */
export const describeCompany: DescribeRecord = async (read, id) => {
  const [{ data: company }, owners, held, valuations] = await Promise.all([
    read<Detail<CompanyDetail>>(`/v1/companies/${id}`),
    read<List<Stake>>('/v1/stakes', { issuer: id, include: 'sources', limit: 100 }),
    read<List<Stake>>('/v1/stakes', { holder: id, include: 'sources', limit: 100 }),
    read<List<Valuation>>('/v1/valuations', { company: id, sort: '-observedOn', include: 'sources', limit: 5 }),
  ]);
  const {
    name,
    legalName,
    roles,
    country,
    listingStatus,
    sector,
    headquarters,
    website,
    founded,
    aliases = [],
    parent,
    parentSince,
    group,
    note,
    counts,
  } = company;
  const facts = [
    roles.map(toWords).join(', '),
    `country ${country}`,
    ...(headquarters === undefined ? [] : [`headquarters ${headquarters}`]),
    ...(sector === undefined ? [] : [`sector ${toWords(sector)}`]),
    ...(listingStatus === undefined ? [] : [toWords(listingStatus)]),
    ...listIdentifiers(company),
    ...(founded === undefined ? [] : [`founded ${founded}`]),
    ...(legalName === undefined ? [] : [`registered as ${legalName}`]),
    ...(website === undefined ? [] : [website]),
    ...(aliases.length === 0 ? [] : [`also called ${aliases.join(', ')}`]),
  ];
  return {
    title: name,
    heading: `${name} (companies/${company.id}): ${facts.join('; ')}.`,
    lines: [
      ...(note === undefined ? [] : [note]),
      ...(parent === undefined
        ? []
        : [`Owned by companies/${parent}${parentSince === undefined ? '' : ` since ${parentSince}`}; group companies/${group}.`]),
      `${counts.deals} deals (list_deals), ${counts.chipCommitments} chip commitments, ${counts.stakesIssued} observations of stakes in it, ${counts.stakesHeld} of stakes that it holds, ${counts.valuations} valuations. Money in and out: company_money.`,
      ...valuations.data.map((valuation) => describeValuationLine(valuation, valuations.included?.sources)),
      ...newestOnly(owners.data).map((stake) => describeStakeLine(stake, owners.included?.sources)),
      ...newestOnly(held.data).map((stake) => describeStakeLine(stake, held.included?.sources)),
    ],
    metadata: { collection: 'companies', group, country },
  };
};
