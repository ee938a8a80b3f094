import { z } from 'zod';
import type { Deal, List } from '../../api-client/answers.ts';
import { countOf } from '../../api-client/words.ts';
import { certainties, dealKinds } from '../../domain/vocabulary.ts';
import { parseCursor, toBoundedText } from '../bounded-text.ts';
import { findGroup } from '../companies.ts';
import { describeDeal } from '../phrases.ts';
import { asOfInput, cursorInput, defineTool, limitInput } from '../tool.ts';

/** Lists deals, one a line. */
export const listDealsTool = defineTool({
  name: 'list_deals',
  title: 'List deals',
  description: 'List and count deals. One line each: kind, amount, firmness, newest report, parties, id for fetch.',
  input: z.strictObject({
    company: z.string().optional().describe('Id or name; includes subsidiaries.'),
    counterparty: z.string().optional().describe('Another party.'),
    kind: z.enum(dealKinds).optional(),
    certainty: z.enum(certainties).optional(),
    minUsd: z.number().min(0).optional(),
    reportedFrom: z.string().optional().describe('Newest report on or after this date.'),
    reportedTo: z.string().optional(),
    words: z.string().max(200).optional().describe('Words in title, parties or notes.'),
    sort: z.enum(['newest', 'largest']).default('newest'),
    limit: limitInput(20, 50),
    cursor: cursorInput,
    asOf: asOfInput,
  }),
  run: async ({ read }, { company, counterparty, kind, certainty, minUsd, reportedFrom, reportedTo, words, sort, limit, cursor }) => {
    const position = parseCursor(cursor);
    const [group, counterpartyGroup] = await Promise.all([findGroup(read, company), findGroup(read, counterparty)]);
    const { data, page } = await read<List<Deal>>('/v1/deals', {
      ...(group === undefined ? { group: counterpartyGroup } : { group, counterpartyGroup }),
      kind,
      certainty,
      amountUsdMin: minUsd,
      reportedFrom,
      reportedTo,
      q: words,
      sort: sort === 'largest' ? '-amountUsd' : '-lastReportedOn',
      limit,
      cursor: position.page,
      total: 'true',
    });
    const heading = `${countOf(page.total ?? data.length, 'deal')} match${page.total === 1 ? 'es' : ''}, the ${sort} first.`;
    return { text: await toBoundedText(read, { heading, lines: data.map(describeDeal), position, next: page.next }) };
  },
});
