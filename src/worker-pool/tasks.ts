import type { Analysis } from '../graph-data/analysis.ts';
import type { ResponsePayload } from '../http/response-cache.ts';
import { chipCommitmentList } from '../modules/chip-commitments/chip-commitments.repository.ts';
import { chipCommitmentFilterShape } from '../modules/chip-commitments/chip-commitments.schemas.ts';
import type { CycleListQuery } from '../modules/cycles/cycles.schemas.ts';
import { listCycles } from '../modules/cycles/cycles.service.ts';
import { dealList } from '../modules/deals/deals.repository.ts';
import { dealListFilterShape } from '../modules/deals/deals.schemas.ts';
import type { TransitionQuery } from '../modules/deals/transitions.schemas.ts';
import { getTransitions } from '../modules/deals/transitions.service.ts';
import type { DiffQuery } from '../modules/diff/diff.schemas.ts';
import { getDiff } from '../modules/diff/diff.service.ts';
import type { ExposureQuery } from '../modules/exposure/exposure.schemas.ts';
import { getExposure } from '../modules/exposure/exposure.service.ts';
import { flowList } from '../modules/flows/flows.repository.ts';
import { flowFilterShape } from '../modules/flows/flows.schemas.ts';
import type { GraphFormat, GraphQuery } from '../modules/graph/graph.schemas.ts';
import { getGraph } from '../modules/graph/graph.service.ts';
import type { OutlookQuery } from '../modules/outlook/outlook.schemas.ts';
import { getOutlook } from '../modules/outlook/outlook.service.ts';
import type { PathQuery } from '../modules/paths/paths.schemas.ts';
import { listPaths } from '../modules/paths/paths.service.ts';
import type { ScoresQuery } from '../modules/scores/scores.schemas.ts';
import { getScores } from '../modules/scores/scores.service.ts';
import type { SearchQuery } from '../modules/search/search.schemas.ts';
import { search } from '../modules/search/search.service.ts';
import type { StatsQuery } from '../modules/stats/stats.schemas.ts';
import { getStats } from '../modules/stats/stats.service.ts';

const lists = { deals: dealList, flows: flowList, 'chip-commitments': chipCommitmentList };
const filters = { deals: dealListFilterShape, flows: flowFilterShape, 'chip-commitments': chipCommitmentFilterShape };

/** The tasks that worker threads can run. Arguments must be plain data. */
export const tasks = {
  cycles: (analysis: Analysis, { query, url }: { query: CycleListQuery; url: string }) => listCycles(analysis, query, url),
  diff: ({ session, today }: Analysis, { query, url }: { query: DiffQuery; url: string }) => getDiff(session, query, url, today),
  exposure: (analysis: Analysis, { id, query }: { id: string; query: ExposureQuery }) => getExposure(analysis, id, query),
  graph: (analysis: Analysis, { query, format }: { query: GraphQuery; format: GraphFormat }) => getGraph(analysis, query, format),
  outlook: ({ session, today }: Analysis, { query }: { query: OutlookQuery }) => getOutlook(session, lists, query, today),
  paths: (analysis: Analysis, { query }: { query: PathQuery }) => listPaths(analysis, query),
  scores: (analysis: Analysis, { query }: { query: ScoresQuery }) => getScores(analysis, query),
  search: ({ session, today }: Analysis, { query, url }: { query: SearchQuery; url: string }) => search(session, query, url, today),
  stats: ({ session, today }: Analysis, { query }: { query: StatsQuery & Record<string, unknown> }) =>
    getStats(session, lists, filters, query, today),
  transitions: ({ session, today }: Analysis, { query }: { query: TransitionQuery }) => getTransitions(session, query, today),
} as const satisfies Record<string, (analysis: Analysis, taskArguments: never) => Promise<ResponsePayload>>;

export type TaskName = keyof typeof tasks;
export type TaskArguments<Name extends TaskName> = Parameters<(typeof tasks)[Name]>[1];
