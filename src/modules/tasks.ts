import type { Session } from '../database/database.ts';
import { type ListTask, type RouteContext, readList } from '../endpoints/collection-routes.ts';
import type { Analysis } from '../graph-data/analysis.ts';
import type { ResponsePayload } from '../http/response-cache.ts';
import { addNames } from '../records/names.ts';
import { type ComputedList, type ComputedListName, computedLists, type SharedQuery } from './computed-lists.ts';
import type { CycleListQuery } from './cycles/cycles.schemas.ts';
import { listCycles } from './cycles/cycles.service.ts';
import { getDatasetReport } from './dataset-report/dataset-report.service.ts';
import type { ExposureQuery } from './exposure/exposure.schemas.ts';
import { getExposure } from './exposure/exposure.service.ts';
import type { FundingQuery, FundingSeriesQuery } from './funding/funding.schemas.ts';
import { getCompanyFunding } from './funding/funding.service.ts';
import { getFundingSeries } from './funding/funding-series.service.ts';
import type { GraphFormat, GraphQuery } from './graph/graph.schemas.ts';
import { getGraph } from './graph/graph.service.ts';
import { filterShapes, lists } from './lists.ts';
import type { PathQuery } from './paths/paths.schemas.ts';
import { listPaths } from './paths/paths.service.ts';
import type { ScoresQuery } from './scores/scores.schemas.ts';
import { getScores } from './scores/scores.service.ts';
import type { SeriesQuery } from './series/series.schemas.ts';
import { getSeries } from './series/series.service.ts';
import type { StatsQuery } from './stats/stats.schemas.ts';
import { getStats } from './stats/stats.service.ts';

/** Reads totals for a series, whose module cannot import that of the totals. */
export const readTotals = (session: Session, query: Readonly<Record<string, unknown>>, today: string): Promise<ResponsePayload> =>
  getStats(session, lists, filterShapes, query as StatsQuery & Record<string, unknown>, today);

/** Lets a task add names to its response. The task itself does not see the parameter. */
const withNames =
  <Arguments extends { query: SharedQuery }>(task: (analysis: Analysis, taskArguments: Arguments) => Promise<ResponsePayload>) =>
  async (analysis: Analysis, taskArguments: Arguments): Promise<ResponsePayload> => {
    const { asOf, names } = taskArguments.query;
    const payload = await task(analysis, { ...taskArguments, query: { ...taskArguments.query, names: undefined } });
    return names === true ? addNames(analysis.session, payload, asOf, analysis.today) : payload;
  };

/** The tasks that worker threads can run. Arguments are plain data, because they are cloned to the thread. */
export const tasks = {
  computedList: withNames((analysis: Analysis, { list, query, url }: { list: ComputedListName; query: SharedQuery; url: string }) => {
    const definition: ComputedList<SharedQuery> = computedLists[list];
    return definition.read(analysis, query, lists, url);
  }),
  cycles: withNames((analysis: Analysis, { query, url }: { query: CycleListQuery; url: string }) => listCycles(analysis, query, url)),
  datasetReport: ({ session }: Analysis, _arguments: object) => getDatasetReport(session),
  exposure: withNames((analysis: Analysis, { id, query }: { id: string; query: ExposureQuery }) => getExposure(analysis, id, query)),
  funding: withNames(({ session, today }: Analysis, { id, query }: { id: string; query: FundingQuery }) =>
    getCompanyFunding(session, lists.deals, id, query, today),
  ),
  fundingSeries: withNames(({ session, today }: Analysis, { id, query }: { id: string; query: FundingSeriesQuery }) =>
    getFundingSeries(session, id, query, today),
  ),
  graph: (analysis: Analysis, { query, format }: { query: GraphQuery; format: GraphFormat }) => getGraph(analysis, query, format),
  list: ({ session, today }: Analysis, task: ListTask) => readList(session, lists[task.list], task, today),
  paths: withNames((analysis: Analysis, { query }: { query: PathQuery }) => listPaths(analysis, query)),
  scores: withNames((analysis: Analysis, { query }: { query: ScoresQuery }) => getScores(analysis, query)),
  series: withNames(({ session, today }: Analysis, { query }: { query: SeriesQuery & Record<string, unknown> }) =>
    getSeries(session, readTotals, query, today),
  ),
  stats: withNames(({ session, today }: Analysis, { query }: { query: StatsQuery & Record<string, unknown> }) =>
    getStats(session, lists, filterShapes, query, today),
  ),
} as const satisfies Record<string, (analysis: Analysis, taskArguments: never) => Promise<ResponsePayload>>;

export type TaskName = keyof typeof tasks;
export type TaskArguments<Name extends TaskName> = Parameters<(typeof tasks)[Name]>[1];

/** Runs tasks on worker threads, so that they do not block the event loop. */
export interface Analyses {
  /** The number of changes at which a dataset is so large that slow lists also run on worker threads. */
  readonly listChangesMin: number;
  /** Runs a task on the data of the current request. Aborts when the signal does. */
  run<Name extends TaskName>(name: Name, taskArguments: TaskArguments<Name>, signal: AbortSignal): Promise<ResponsePayload>;
}

/** The dependencies of routes that run tasks. */
export interface AnalysisContext extends RouteContext {
  analyses: Analyses;
}
