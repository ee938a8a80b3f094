import { z } from 'zod';
import type { FlowFact } from '../analysis/flow-sums.ts';
import type { Session } from '../database/database.ts';
import { strengthOf } from '../domain/vocabulary.ts';
import { flagParameter } from '../http/parameters.ts';
import { cacheHeaders, selectDocuments, toMeta } from '../records/documents.ts';
import { requireExisting } from '../records/existence.ts';
import type { MoneyFacts } from './money-facts.ts';

const floors = ['speculative', 'intended', 'binding'] as const;

/** Which flows an analysis starts from. */
export const moneyFilterShape = {
  certaintyMin: z.enum(floors).default('speculative').describe('Weakest certainty of the flows to use. Dead flows are never used.'),
  implied: flagParameter().optional().describe('`false` excludes implied flows, which no report states.'),
};

export interface MoneyFilters {
  certaintyMin: (typeof floors)[number];
  implied?: boolean | undefined;
}

/** The flows that pass: alive, firm enough, and stated where that is asked. */
export const usableFlows = ({ flows }: Pick<MoneyFacts, 'flows'>, { certaintyMin, implied }: MoneyFilters): FlowFact[] =>
  flows.filter((flow) => strengthOf(flow.certainty) >= strengthOf(certaintyMin) && (implied !== false || !flow.implied));

/** The groups of companies that a parameter names; an id that does not exist is refused. */
export const groupsNamed = async (
  session: Session,
  { flows, moment }: MoneyFacts,
  named: Readonly<Record<string, readonly string[] | undefined>>,
): Promise<Record<string, string[]>> => {
  const given = Object.fromEntries(Object.entries(named).flatMap(([name, ids]) => (ids === undefined ? [] : [[name, ids] as const])));
  const all = [...new Set(Object.values(given).flat())];
  await requireExisting(session, Object.fromEntries(Object.keys(given).map((name) => [name, 'companies' as const])), given, moment);
  const answers = await selectDocuments(session, 'companies', all, 'shortAnswers', moment);
  // The flows tell the group of the day; a company without any has that of today.
  const groupOf = (id: string): string => {
    const flow = flows.find(({ from, to }) => from === id || to === id);
    if (flow !== undefined) return flow.from === id ? flow.fromGroup : flow.toGroup;
    return (JSON.parse(answers.get(id) ?? '{}') as { group?: string }).group ?? id;
  };
  return Object.fromEntries(Object.entries(given).map(([name, ids]) => [name, [...new Set(ids.map(groupOf))]]));
};

/** An answer over the facts of a day. */
export const moneyAnswer = (
  { dataset, moment }: MoneyFacts,
  parts: Readonly<Record<string, unknown>>,
  meta: object = {},
  headers: Readonly<Record<string, string>> = {},
) => ({
  body: JSON.stringify({ ...parts, meta: { ...toMeta(dataset, moment), ...meta } }),
  headers: { ...headers, ...cacheHeaders(moment) },
});
