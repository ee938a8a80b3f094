import type { z } from 'zod';
import type { Deal, DealEvent, Included, Source } from '../api-client/answers.ts';
import { describeByCertainty, describeCertainty, describeNature, describeStatement, toWords } from '../api-client/words.ts';
import type { Citation } from '../domain/records/primitives.ts';
import type { usdByNatureSchema } from '../responses/money.ts';

/** Says who stated something: publisher, attribution, address. */
export const describeCitations = (
  citations: readonly Citation[],
  sources: Readonly<Record<string, Source>> | undefined,
  max = 3,
): string => {
  const named = citations.slice(0, max).map(({ source, attribution }) => {
    const found = sources?.[source];
    return found === undefined ? `sources/${source}` : `${found.publisher} (${toWords(attribution)}) ${found.url}`;
  });
  const rest = citations.length - named.length;
  return `${named.join('; ')}${rest > 0 ? `; ${rest} more` : ''}`;
};

/** Says how firm a deal is: its status, its certainty and how good the evidence is. */
export const describeFirmness = ({ status, certainty, evidenceGrade }: Pick<Deal, 'status' | 'certainty' | 'evidenceGrade'>): string =>
  `${describeCertainty(certainty)} (${toWords(status)}; evidence: ${toWords(evidenceGrade)})`;

/** Says sums by nature, each with how firm it is. Natures are not added up. */
export const describeByNature = (sums: z.infer<typeof usdByNatureSchema>): string =>
  Object.entries(sums)
    .flatMap(([nature, sum]) => (sum === undefined ? [] : [`${describeNature(nature)} ${describeByCertainty(sum.usdByCertainty)}`]))
    .join(', ');

/** Says what a deal is in one line, with the id that `fetch` opens. */
export const describeDeal = (deal: Deal): string =>
  [
    `${deal.title}: ${toWords(deal.kind)}`,
    describeStatement(deal.amount),
    describeFirmness(deal),
    `newest report ${deal.lastReportedOn}`,
    deal.participants
      .slice(0, 6)
      .map(({ company, role }) => `${company} ${toWords(role)}`)
      .join(', ') + (deal.participants.length > 6 ? `, ${deal.participants.length - 6} more` : ''),
    `deals/${deal.id}`,
  ].join(' | ');

/** Says what one report of a deal stated, and who said it. */
export const describeReport = (
  event: Pick<DealEvent, 'reportedOn' | 'status' | 'amount' | 'valuation' | 'note' | 'citations'>,
  sources: Included['sources'],
): string => {
  const terms = [
    ...(event.amount === undefined ? [] : [describeStatement(event.amount)]),
    ...(event.valuation === undefined ? [] : [`valuation ${describeStatement(event.valuation)}`]),
    ...(event.note === undefined ? [] : [event.note]),
  ];
  return `${event.reportedOn} ${toWords(event.status)}: ${terms.length === 0 ? 'confirmed' : terms.join('. ')} [${describeCitations(event.citations, sources)}]`;
};
