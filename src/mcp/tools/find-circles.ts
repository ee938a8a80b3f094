import { z } from 'zod';
import type { Company, Cycle, List } from '../../api-client/answers.ts';
import { countOf, describeCertainty, describeSum, toWords } from '../../api-client/words.ts';
import { parseCursor, toBoundedText } from '../bounded-text.ts';
import { findGroup } from '../companies.ts';
import { describeByNature } from '../phrases.ts';
import { asOfInput, cursorInput, defineTool, limitInput } from '../tool.ts';
import { describeRecords } from './company-money.ts';

const describeCycle = ({ id, length, pattern, certainty, usd, legs }: Cycle, companies: Readonly<Record<string, Company>> = {}): string => {
  const name = (group: string) => companies[group]?.name ?? group;
  const parts = legs.map((leg) => `${name(leg.from)} -> ${name(leg.to)}: ${describeByNature(leg.usdByNature)} (${describeRecords(leg)})`);
  const shape = pattern === null ? `${length} legs` : toWords(pattern);
  return `${id}: ${shape} | could go round: ${describeSum(usd)} | weakest leg ${describeCertainty(certainty)} | ${parts.join('; ')}`;
};

/** Finds closed paths of money. */
export const findCirclesTool = defineTool({
  name: 'find_circles',
  title: 'Find circles of money',
  description:
    'Circular financing: closed paths in which money given as financing comes back as purchases, such as a chip vendor that funds its customer.',
  input: z.strictObject({
    company: z.string().optional().describe('Only circles through it. Id or name.'),
    maxLength: z.number().int().min(2).max(4).default(2).describe('Legs.'),
    certaintyMin: z.enum(['speculative', 'intended', 'binding']).default('speculative'),
    limit: limitInput(10, 20),
    cursor: cursorInput,
    asOf: asOfInput,
  }),
  run: async ({ read }, { company, maxLength, certaintyMin, limit, cursor }) => {
    const position = parseCursor(cursor);
    const group = await findGroup(read, company);
    const { data, page, included } = await read<List<Cycle>>('/v1/cycles', {
      contains: group,
      class: 'circular_financing',
      maxLength,
      certaintyMin,
      limit,
      cursor: position.page,
      total: 'true',
      include: 'companies',
    });
    const heading = `${countOf(page.total ?? data.length, 'circle')} of at most ${maxLength} legs${group === undefined ? '' : ` through ${group}`}, the largest first.`;
    return {
      text: await toBoundedText(read, {
        heading,
        lines: data.map((cycle) => describeCycle(cycle, included?.companies)),
        notes: ['"Circular" describes a shape of reported deals. It is not an accusation.'],
        position,
        next: page.next,
      }),
    };
  },
});
