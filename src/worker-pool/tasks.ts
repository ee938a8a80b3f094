import type { Analysis } from '../facts/analysis.ts';
import type { ResponsePayload } from '../http/ready-answers.ts';
import { chipCommitmentList } from '../resources/chip-commitments/chip-commitments.queries.ts';
import { chipCommitmentFilterShape } from '../resources/chip-commitments/chip-commitments.schemas.ts';
import type { CycleListQuery } from '../resources/cycles/cycles.schemas.ts';
import { listCycles } from '../resources/cycles/cycles.service.ts';
import { dealList } from '../resources/deals/deals.queries.ts';
import { dealListFilterShape } from '../resources/deals/deals.schemas.ts';
import type { TransitionQuery } from '../resources/deals/transitions.schemas.ts';
import { getTransitions } from '../resources/deals/transitions.service.ts';
import type { DiffQuery } from '../resources/diff/diff.schemas.ts';
import { getDiff } from '../resources/diff/diff.service.ts';
import type { ExposureQuery } from '../resources/exposure/exposure.schemas.ts';
import { getExposure } from '../resources/exposure/exposure.service.ts';
import { flowList } from '../resources/flows/flows.queries.ts';
import { flowFilterShape } from '../resources/flows/flows.schemas.ts';
import type { GraphFormat, GraphQuery } from '../resources/graph/graph.schemas.ts';
import { getGraph } from '../resources/graph/graph.service.ts';
import type { OutlookQuery } from '../resources/outlook/outlook.schemas.ts';
import { getOutlook } from '../resources/outlook/outlook.service.ts';
import type { PathQuery } from '../resources/paths/paths.schemas.ts';
import { listPaths } from '../resources/paths/paths.service.ts';
import type { ScoresQuery } from '../resources/scores/scores.schemas.ts';
import { getScores } from '../resources/scores/scores.service.ts';
import type { SearchQuery } from '../resources/search/search.schemas.ts';
import { search } from '../resources/search/search.service.ts';
import type { StatsQuery } from '../resources/stats/stats.schemas.ts';
import { getStats } from '../resources/stats/stats.service.ts';

const lists = { deals: dealList, flows: flowList, 'chip-commitments': chipCommitmentList };
const filters = { deals: dealListFilterShape, flows: flowFilterShape, 'chip-commitments': chipCommitmentFilterShape };

/** Everything that a worker thread can be asked for. Arguments have to be plain data. */
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
