import { enumerateCycles } from '../../analysis/enumerate-cycles.ts';
import { findOverlap } from '../../analysis/flow-sums.ts';
import { buildMoneyGraph } from '../../analysis/money-graph.ts';
import { computeNullModel } from '../../analysis/null-model.ts';
import { ScoreCollector } from '../../analysis/scores.ts';
import type { Analysis } from '../../graph-data/analysis.ts';
import { filterFlows, toMoneyResponse } from '../../graph-data/query.ts';
import type { ResponsePayload } from '../../http/response-cache.ts';
import type { ScoresQuery } from './scores.schemas.ts';

const maxEdgesVisited = 1_000_000;

/** How the scores with the paper's weights differ. docs/circularity.md explains this in detail. */
const differences: readonly string[] = [
  'The paper weighs 90 deals among 28 companies of 2022 to 2025, chosen by size, and finds 7 loops of two and 28 cycles of three or more; here is every flow between all groups of the dataset that was known on the day.',
  'Its edges are of four types (money, compute, service, equity); ours are financing and purchase, so that a supply contract and a cloud contract are one nature.',
  'The edge weights are the published ones: 0.6 value, 0.25 recency, 0.15 confidence. How value, recency and confidence are scaled, and how loops, cycles and hubs are put together from weights, is not public in full: here value is divided by the greatest leg, recency falls evenly to nothing over four years, confidence is 1 for binding, 0.6 for intended and 0.3 for speculative, and a chain has the geometric mean of its weights.',
  'The paper estimates amounts that are not disclosed; here an amount without a bound weighs nothing.',
  'It takes any closed chain for a cycle. Ours are circular financing only where one leg finances and another buys; cross-holdings and trade loops are classes of their own.',
  'It gives one number; ours stay intervals, and a null model says how many cycles mere numbers of partners would give.',
];

/** Returns the hubs of circular financing, the scores of the paper, and the null model. */
export const getScores = async ({ loadSnapshot: getGraphSnapshot, run }: Analysis, query: ScoresQuery): Promise<ResponsePayload> => {
  const snapshot = await getGraphSnapshot(query.asOf);
  const flows = filterFlows(snapshot, query);
  const graph = await run(buildMoneyGraph(flows));
  const board = new ScoreCollector(graph, findOverlap(flows, snapshot.dealLinks), snapshot.asOf.day);
  const { maxLength, samples, seed } = query;
  const end = await run(enumerateCycles(graph, { maxLength, maxEdgesVisited }, (path, length) => board.add(path, length)));
  const nullModel = await run(computeNullModel(graph, { maxLength, samples, seed, maxEdgesVisited }));
  const paper = {
    source: 'Edge weights of "Quantifying Circularity in AI Industry Deal Networks", working paper, January 2026 (aidealnetwork.com).',
    ...board.paper(),
    differences,
  };
  return toMoneyResponse(snapshot, { data: { hubs: board.hubs(), paper, nullModel } }, end);
};
