import { findPaths } from '../../analysis/find-paths.ts';
import { findOverlap } from '../../analysis/flow-sums.ts';
import { buildMoneyGraph } from '../../analysis/money-graph.ts';
import { buildPath } from '../../analysis/paths-and-cycles.ts';
import type { Analysis } from '../../graph-data/analysis.ts';
import { loadIncluded } from '../../graph-data/included.ts';
import { filterFlows, resolveGroups, toMoneyResponse } from '../../graph-data/query.ts';
import { invalidRequest } from '../../http/problems.ts';
import type { ResponsePayload } from '../../http/response-cache.ts';
import { maxPathEdgesVisited, type PathQuery } from './paths.schemas.ts';

/** Returns the simple paths of flows between the groups of two companies, shortest first. */
export const listPaths = async ({ session, loadSnapshot: getGraphSnapshot, run }: Analysis, query: PathQuery): Promise<ResponsePayload> => {
  const snapshot = await getGraphSnapshot(query.asOf);
  const groups = await resolveGroups(session, snapshot, { from: [query.from], to: [query.to] });
  const [from = query.from, to = query.to] = [groups.from?.[0], groups.to?.[0]];
  if (from === to) {
    const message = `from and to belong to the same group (${from}). For closed paths, see /v1/cycles?contains=${query.from}.`;
    throw invalidRequest([{ parameter: 'to', message }]);
  }
  const flows = filterFlows(snapshot, query);
  const overlap = findOverlap(flows, snapshot.dealLinks);
  const graph = await run(buildMoneyGraph(flows));
  const { paths, ...end } = await run(
    findPaths(graph, {
      from: graph.groups.indexOf(from),
      to: graph.groups.indexOf(to),
      maxLength: query.maxLength,
      limit: query.limit,
      maxEdgesVisited: maxPathEdgesVisited,
    }),
  );
  const data = paths.map((edges) => {
    const moneyPath = buildPath(graph, edges, overlap);
    return { ...moneyPath, groups: [...moneyPath.groups, to] };
  });
  const included = await loadIncluded(session, data, query.include, snapshot.asOf);
  return toMoneyResponse(snapshot, { data }, end, { included });
};
