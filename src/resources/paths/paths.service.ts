import { chainOf } from '../../analysis/circularity.ts';
import { buildMoneyGraph } from '../../analysis/money-graph.ts';
import { findPaths } from '../../analysis/paths.ts';
import type { Analysis } from '../../facts/analysis.ts';
import { includedOfChains } from '../../facts/money-included.ts';
import { groupsNamed, moneyAnswer, usableFlows } from '../../facts/money-query.ts';
import { invalidRequest } from '../../http/problems.ts';
import type { Answer } from '../../http/ready-answers.ts';
import { edgesVisitedMax, type PathQuery } from './paths.schemas.ts';

/** The simple chains of flows between the groups of two companies, shortest first. */
export const listPaths = async ({ session, moneyFacts, run }: Analysis, query: PathQuery): Promise<Answer> => {
  const facts = await moneyFacts(query.asOf);
  const named = await groupsNamed(session, facts, { from: [query.from], to: [query.to] });
  const [from = query.from, to = query.to] = [named.from?.[0], named.to?.[0]];
  if (from === to) {
    const message = `from and to belong to the same group (${from}). For closed paths, see /v1/cycles?contains=${query.from}.`;
    throw invalidRequest([{ parameter: 'to', message }]);
  }
  const graph = await run(buildMoneyGraph(usableFlows(facts, query)));
  const { paths, ...end } = await run(
    findPaths(graph, {
      from: graph.groups.indexOf(from),
      to: graph.groups.indexOf(to),
      maxLength: query.maxLength,
      limit: query.limit,
      edgesVisitedMax,
    }),
  );
  const data = paths.map((edges) => {
    const chain = chainOf(graph, edges, facts.umbrellaOf);
    return { ...chain, groups: [...chain.groups, to] };
  });
  const included = await includedOfChains(session, data, query.include, facts.moment);
  return moneyAnswer(facts, { data, ...(included !== undefined && { included }) }, end);
};
