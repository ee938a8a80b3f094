import { z } from 'zod';
import type { Financial, Graph, GraphLink, List } from '../../api-client/answers.ts';
import { describeByCertainty, describeSum, toWords } from '../../api-client/words.ts';
import type { fundingSchema } from '../../modules/funding/funding.schemas.ts';
import { parseCursor, toBoundedText } from '../bounded-text.ts';
import { findCompany, findGroup } from '../companies.ts';
import { describeFinancialLine } from '../records/company.ts';
import { asOfInput, cursorInput, defineTool, limitInput } from '../tool.ts';

type Funding = z.infer<typeof fundingSchema>['data'];

const maxIds = 4;

/** Lists what `fetch` opens behind a sum. */
export const describeRecords = ({ deals, chipCommitments }: Pick<GraphLink, 'deals' | 'chipCommitments'>): string => {
  const ids = [...deals.map((id) => `deals/${id}`), ...chipCommitments.map((id) => `chip-commitments/${id}`)];
  return `${ids.slice(0, maxIds).join(', ')}${ids.length > maxIds ? `, ${ids.length - maxIds} more` : ''}`;
};

/** Says what a company raised, by class of money. Only the deals that count have their own amount. */
const describeFunding = ({ totals, deals }: Funding): string[] =>
  totals.map(({ moneyClass, paid, committed, conditional, unspecified }) => {
    const ids = deals.filter((one) => one.moneyClass === moneyClass && one.counted !== null).map(({ deal }) => deal);
    const parts = Object.entries({ paid, committed, conditional, 'status not stated': unspecified });
    const sums = parts.filter(([, { high, unknown }]) => high !== 0 || unknown > 0).map(([status, sum]) => `${status} ${describeSum(sum)}`);
    return `Raised as ${moneyClass}: ${sums.join('; ')} | ${describeRecords({ deals: ids, chipCommitments: [] })}`;
  });

/** The largest first: by stated low, then by high. Amounts that nothing states come last. */
const bySize = (a: GraphLink, b: GraphLink): number => b.usd.low - a.usd.low || (b.usd.high ?? 0) - (a.usd.high ?? 0);

/** Who pays a company, whom it pays, and what it raised. */
export const companyMoneyTool = defineTool({
  name: 'company_money',
  title: 'Money of a company',
  description:
    'What a company raised (paid, committed, conditional), its newest financial figures, who pays it and whom it pays, by counterparty and nature, with the ids behind each sum.',
  input: z.strictObject({
    company: z.string().describe('Id or name; includes subsidiaries.'),
    counterparty: z.string().optional().describe('Only money between the two.'),
    direction: z.enum(['in', 'out', 'both']).default('both'),
    limit: limitInput(15, 40).describe('Lines a direction.'),
    cursor: cursorInput,
    asOf: asOfInput,
  }),
  run: async ({ read }, { company, counterparty, direction, limit, cursor }) => {
    const position = parseCursor(cursor);
    const [{ id, name, group }, other] = await Promise.all([findCompany(read, company), findGroup(read, counterparty)]);
    const [{ nodes, links }, funding, financials] = await Promise.all([
      read<Graph>('/v1/graph', { group: id }),
      read<z.infer<typeof fundingSchema>>(`/v1/companies/${id}/funding`),
      read<List<Financial>>('/v1/financials', { company: id, include: 'sources', limit: 8 }),
    ]);
    const names = new Map(nodes.map((node) => [node.id, node.name]));
    const chosen = links.filter(({ source, target }) => other === undefined || source === other || target === other).sort(bySize);
    const into = chosen.filter(({ target }) => target === group);
    const out = chosen.filter(({ source }) => source === group);
    const describeLink = (link: GraphLink): string => {
      const isIn = link.target === group;
      const end = isIn ? link.source : link.target;
      const kind = [toWords(link.nature), ...(link.implied ? ['implied'] : []), ...(link.contingent ? ['no cash unless called'] : [])].join(
        ', ',
      );
      return `${isIn ? 'IN from' : 'OUT to'} ${names.get(end) ?? end} (${end}): ${kind} | ${describeByCertainty(link.usdByCertainty)} | ${describeRecords(link)}`;
    };
    const sides = { in: into.slice(0, limit), out: out.slice(0, limit), both: [...into.slice(0, limit), ...out.slice(0, limit)] };
    const payers = new Set(into.map(({ source }) => source));
    const payees = new Set(out.map(({ target }) => target));
    const both = [...payers].filter((one) => payees.has(one));
    const left = (direction === 'out' ? 0 : Math.max(0, into.length - limit)) + (direction === 'in' ? 0 : Math.max(0, out.length - limit));
    const heading = [
      `${name} (companies/${id}), group ${group}${other === undefined ? '' : `, only with ${other}`}. Groups that pay it: ${payers.size}. Groups that it pays: ${payees.size}.`,
      both.length === 0 ? 'With none of them does money go both ways.' : `Both ways with ${both.length}: ${both.slice(0, 15).join(', ')}.`,
      ...(left > 0 ? [`${left} smaller lines are left out: raise limit, or choose a direction or a counterparty.`] : []),
    ].join(' ');
    const raised = other === undefined && direction !== 'out' ? describeFunding(funding.data) : [];
    const figures = other === undefined ? financials.data.map((one) => describeFinancialLine(one, financials.included?.sources)) : [];
    return {
      text: await toBoundedText(read, {
        heading,
        lines: [...raised, ...figures, ...sides[direction].map(describeLink)],
        notes: ['Lines of one deal can share its amount, so do not add them up.'],
        position,
      }),
    };
  },
});
