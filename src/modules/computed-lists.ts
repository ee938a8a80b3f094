import type { z } from 'zod';
import type { Operation } from '../endpoints/collection-routes.ts';
import { sendComputedList } from '../endpoints/computed-list.ts';
import { documentColumns, listColumns } from '../endpoints/export-response.ts';
import { type Analysis, analysisInSlices } from '../graph-data/analysis.ts';
import { type ListFormat, listMediaTypeNames } from '../http/requests.ts';
import type { ResponsePayload } from '../http/response-cache.ts';
import { type App, documentResponses } from '../http/routes.ts';
import type { Lists } from '../lists/list-definition.ts';
import { contradictionList } from './contradictions/contradictions.routes.ts';
import { transitionList } from './deals/transitions.routes.ts';
import { diffList } from './diff/diff.routes.ts';
import { durationList } from './durations/durations.routes.ts';
import { headlineRevisionList } from './headline-revisions/headline-revisions.routes.ts';
import { filterShapes } from './lists.ts';
import { outlookList } from './outlook/outlook.routes.ts';
import { searchList } from './search/search.routes.ts';
import type { AnalysisContext } from './tasks.ts';
import { vendorFinancingList } from './vendor-financing/vendor-financing.routes.ts';

/** The parameters that every query has, or can have. */
export interface SharedQuery {
  asOf?: string | undefined;
  names?: boolean | undefined;
  format?: ListFormat | undefined;
}

/** A list that is computed for each request, on a worker thread unless that is quick. Add it to the registry below, and to the routes. */
export interface ComputedList<Query extends SharedQuery> {
  /** The path below `/v1`, and by default the file name of exports without the date and extension. */
  name: string;
  tag: string;
  operation: Operation;
  querystring: z.ZodType<SharedQuery>;
  responseSchema: z.ZodType;
  responseDescription: string;
  /** The member of `data` with the rows of CSV and NDJSON. By default, `data` is the list of rows. */
  rows?: string;
  /** Returns the file name of exports, if it depends on the query. Methods, so that lists with different queries have a common type. */
  fileName?(query: Query): string;
  /** Overrides parts of the query for exports, such as the page size. */
  exportQuery?: Partial<Query>;
  /** Returns the response on the main thread if that takes few milliseconds at most, and otherwise undefined. */
  readQuickly?(analysis: Analysis, query: Query, url: string): Promise<ResponsePayload | undefined>;
  /** Returns the response, or a page of it. */
  read(analysis: Analysis, query: Query, lists: Lists, url: string): Promise<ResponsePayload>;
}

export const computedLists = {
  contradictions: contradictionList,
  diff: diffList,
  durations: durationList(filterShapes.deals),
  headlineRevisions: headlineRevisionList(filterShapes.deals),
  outlook: outlookList,
  search: searchList,
  transitions: transitionList,
  vendorFinancing: vendorFinancingList,
} as const satisfies Record<string, ComputedList<SharedQuery>>;

export type ComputedListName = keyof typeof computedLists;

/** Returns the plugin with the route of a computed list. */
export const computedListRoutes =
  (list: ComputedListName) =>
  (app: App, context: AnalysisContext): void => {
    const definition: ComputedList<SharedQuery> = computedLists[list];
    const { name, tag, operation, querystring, responseSchema, responseDescription, rows, exportQuery } = definition;
    const { example, ...documentation } = operation;
    const columns = listColumns(responseSchema, rows === undefined ? ['data'] : ['data', rows]);
    app.get(
      `/v1/${name}`,
      {
        schema: {
          ...documentation,
          ...documentColumns(columns),
          tags: [tag],
          produces: listMediaTypeNames,
          querystring,
          response: documentResponses(responseSchema, responseDescription),
        },
        config: { example, mediaTypes: listMediaTypeNames },
      },
      (request, reply) => {
        const { query: requested, url } = request;
        return sendComputedList(request, reply, context, {
          name: definition.fileName?.(requested) ?? name,
          columns,
          toRows: (data: unknown) => (rows === undefined ? data : Reflect.get(Object(data), rows)) as readonly unknown[],
          query: requested,
          ...(exportQuery !== undefined && { exportQuery }),
          readPage: async (query, signal) => {
            const { database, analyses, today } = context;
            const quick =
              definition.readQuickly &&
              (await database.read(async (session) => definition.readQuickly?.(analysisInSlices(session, today()), query, url)));
            return quick ?? analyses.run('computedList', { list, query, url }, signal);
          },
          createPageReader: (session) => {
            const analysis = analysisInSlices(session, context.today());
            return (query) => definition.read(analysis, query, context.lists, url);
          },
        });
      },
    );
  };
