import { z } from 'zod';
import type { DealEvent, List } from '../../api-client/answers.ts';
import { countOf, describeCertainty, toWords } from '../../api-client/words.ts';
import { parseCursor, toBoundedText } from '../bounded-text.ts';
import { findGroup } from '../companies.ts';
import { describeReport } from '../phrases.ts';
import { cursorInput, defineTool, limitInput } from '../tool.ts';

/** Lists the reports of a period. */
export const whatChangedTool = defineTool({
  name: 'what_changed',
  title: 'What changed',
  description: 'Reports of deals between two days, newest first: status, amount, what changed, sources with addresses.',
  input: z.strictObject({
    from: z.string().describe('YYYY-MM-DD.'),
    to: z.string().optional().describe('YYYY-MM-DD. Default: today.'),
    company: z.string().optional().describe('Id or name; includes subsidiaries.'),
    limit: limitInput(25, 50),
    cursor: cursorInput,
  }),
  run: async ({ read }, { from, to, company, limit, cursor }) => {
    const position = parseCursor(cursor);
    const group = await findGroup(read, company);
    const { data, page, included } = await read<List<DealEvent>>('/v1/events', {
      group,
      reportedFrom: from,
      reportedTo: to,
      sort: '-reportedOn',
      include: 'sources',
      limit,
      cursor: position.page,
      total: 'true',
    });
    const lines = data.map(
      (event) =>
        `${event.title} (deals/${event.deal}), ${describeCertainty(event.certainty)}, ${event.changed.length === 0 ? 'nothing new' : `new: ${event.changed.map(toWords).join(', ')}`}. ${describeReport(event, included?.sources)}`,
    );
    const heading = `${countOf(page.total ?? data.length, 'report')} from ${from} to ${to ?? 'today'}${group === undefined ? '' : ` about ${group}`}, the newest first.`;
    return { text: await toBoundedText(read, { heading, lines, position, next: page.next }) };
  },
});
