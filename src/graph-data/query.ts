import { z } from 'zod';
import type { GraphFlow } from '../analysis/flow-sums.ts';
import type { Session } from '../database/database.ts';
import { certaintyRank } from '../domain/history.ts';
import { flagParameter } from '../http/parameters.ts';
import { requireExisting } from '../lists/list.ts';
import { cacheHeaders, selectDocuments, toMeta } from '../records/documents.ts';
import type { MoneyGraphSnapshot } from './snapshot.ts';

const minimumCertainties = ['speculative', 'intended', 'binding'] as const;

/** Query parameters that select the flows of an analysis. */
export const moneyFilterShape = {
  certaintyMin: z
    .enum(minimumCertainties)
    .default('speculative')
    .describe('Weakest certainty of the flows to use. Dead flows are never used.'),
  implied: flagParameter().optional().describe('`false` excludes implied flows, which no report states.'),
};

export interface MoneyFilters {
  certaintyMin: (typeof minimumCertainties)[number];
  implied?: boolean | undefined;
}

/** Returns the flows that are not dead, have at least the requested certainty, and are stated if implied ones are excluded. */
export const filterFlows = ({ flows }: Pick<MoneyGraphSnapshot, 'flows'>, { certaintyMin, implied }: MoneyFilters): GraphFlow[] =>
  flows.filter((flow) => certaintyRank(flow.certainty) >= certaintyRank(certaintyMin) && (implied !== false || !flow.implied));

/** Returns the groups of the companies in a parameter. Throws a 400 for an unknown id. */
export const resolveGroups = async (
  session: Session,
  { flows, asOf }: MoneyGraphSnapshot,
  named: Readonly<Record<string, readonly string[] | undefined>>,
): Promise<Record<string, string[]>> => {
  const filters = Object.fromEntries(Object.entries(named).flatMap(([name, ids]) => (ids === undefined ? [] : [[name, ids] as const])));
  const all = [...new Set(Object.values(filters).flat())];
  await requireExisting(session, Object.fromEntries(Object.keys(filters).map((name) => [name, 'companies' as const])), filters, asOf);
  const documents = await selectDocuments(session, 'companies', all, asOf);
  // Flows have the group as of the day. A company without flows uses its current group.
  const groupOf = (id: string): string => {
    const flow = flows.find(({ from, to }) => from === id || to === id);
    if (flow !== undefined) return flow.from === id ? flow.fromGroup : flow.toGroup;
    return (JSON.parse(documents.get(id) ?? '{}') as { group?: string }).group ?? id;
  };
  return Object.fromEntries(Object.entries(filters).map(([name, ids]) => [name, [...new Set(ids.map(groupOf))]]));
};

/** Builds the response of an analysis. `included` is JSON. */
export const toMoneyResponse = (
  { dataset, asOf }: MoneyGraphSnapshot,
  parts: Readonly<Record<string, unknown>>,
  meta: object = {},
  { headers, included }: { headers?: Readonly<Record<string, string>>; included?: string | undefined } = {},
) => ({
  body: `${JSON.stringify(parts).slice(0, -1)}${included === undefined ? '' : `,"included":${included}`},"meta":${JSON.stringify({ ...toMeta(dataset, asOf), ...meta })}}`,
  headers: { ...headers, ...cacheHeaders(asOf) },
});
