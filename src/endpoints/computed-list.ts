import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from '../database/database.ts';
import type { Column } from '../formats/tabular/columns.ts';
import { invalidRequest } from '../http/problems.ts';
import { type ListFormat, resolveListFormat } from '../http/requests.ts';
import type { ResponsePayload } from '../http/response-cache.ts';
import { type ExportFormat, formatChunks, pagingProblems } from '../lists/list-export.ts';
import { nextTurn } from '../turns.ts';
import type { RouteContext } from './collection-routes.ts';
import { parameterNames, sendSnapshot } from './export-response.ts';

/** A request for a list that is computed page by page instead of read from a table. */
interface ComputedListRequest<Query, Data> {
  /** The file name of an export, without the date and extension. */
  name: string;
  columns: readonly Column[];
  /** Returns the rows in the `data` of a page. */
  toRows: (data: Data) => readonly unknown[];
  query: Query & { format?: ListFormat | undefined; bom?: boolean | undefined };
  /** Overrides parts of the query for exports, such as the page size or the order. */
  exportQuery?: Partial<Query>;
  /** The parameters that exports reject. */
  unsupported?: readonly string[];
  /** Returns a page as a JSON response. A page that takes long is computed on a thread. */
  readPage: (query: Query, signal: AbortSignal) => Promise<ResponsePayload>;
  /** Returns a function that reads pages from one snapshot, for exports of lists that can have several pages. */
  createPageReader?: (session: Session) => (query: Query) => Promise<ResponsePayload>;
}

/** The body of a page. */
interface Page<Data> {
  data: Data;
  page?: { next?: string | null; nextSince?: number | null };
  meta: { asOf?: string; toOn?: string; dataVersion: string; truncated?: boolean };
}

const parsePage = <Data>({ body }: ResponsePayload): Page<Data> => JSON.parse(body.toString()) as Page<Data>;

/** Returns the parameter that requests the next page, or undefined on the last page. */
const nextPageQuery = ({ page }: Pick<Page<unknown>, 'page'>): { cursor: string } | { since: number } | undefined => {
  if (typeof page?.next === 'string') return { cursor: page.next };
  return typeof page?.nextSince === 'number' ? { since: page.nextSince } : undefined;
};

const rejectUnsupported = (format: ExportFormat, requested: ReadonlySet<string>, parameters: readonly string[]): void => {
  const errors = [
    ...pagingProblems(
      format,
      requested,
      [...parameters, 'names'].filter((parameter) => parameter !== 'include'),
    ),
    ...(requested.has('include') && parameters.includes('include')
      ? [{ parameter: 'include', message: `include is not supported with format=${format}. Use JSON.` }]
      : []),
  ];
  if (errors.length > 0) throw invalidRequest(errors);
};

const exportHeaders = (
  { headers }: ResponsePayload,
  { meta }: Page<unknown>,
  name: string,
  format: ExportFormat,
): Record<string, string> => {
  const asOf = meta.asOf ?? meta.toOn;
  return {
    ...(headers?.['cache-control'] !== undefined && { 'cache-control': headers['cache-control'] }),
    'content-disposition': `attachment; filename="${name}-${asOf ?? meta.dataVersion}.${format}"`,
    'data-version': meta.dataVersion,
    ...(asOf !== undefined && { 'as-of': asOf }),
    ...(meta.truncated === true && { truncated: 'true' }),
  };
};

/** Sends a page of a computed list as JSON, or all rows as CSV or NDJSON. */
export const sendComputedList = async <Query extends object, Data>(
  request: FastifyRequest,
  reply: FastifyReply,
  context: Pick<RouteContext, 'responseCache' | 'database' | 'downloads'>,
  {
    name,
    columns,
    toRows,
    query: requestQuery,
    exportQuery,
    unsupported = ['limit', 'cursor', 'total', 'include'],
    readPage,
    createPageReader,
  }: ComputedListRequest<Query, Data>,
): Promise<FastifyReply> => {
  const { format: _format, bom: _bom, ...rest } = requestQuery;
  const format = resolveListFormat(request);
  const query = rest as Query;
  if (format === 'json') return context.responseCache.send(request, reply, (signal) => readPage(query, signal));
  rejectUnsupported(format, parameterNames(request), unsupported);
  const exported = { ...query, ...exportQuery };
  const readFirst = async (read: (query: Query) => Promise<ResponsePayload>) => {
    const payload = await read(exported);
    return { payload, page: parsePage<Data>(payload) };
  };
  const first = await readFirst((one) => readPage(one, request.signal));
  // Most lists have one page. Those with more are read from the start again, because all pages must be of one snapshot.
  const isWhole = nextPageQuery(first.page) === undefined;
  return sendSnapshot(request, reply, context, format, async (session) => {
    const read = isWhole ? undefined : createPageReader?.(session);
    const start = read === undefined ? first : await readFirst(read);
    const lines = async function* () {
      for (let page: Page<Data> | undefined = start.page; page !== undefined; ) {
        const rows = toRows(page.data);
        if (rows.length > 0) yield rows.map((row) => `${JSON.stringify(row)}\n`).join('');
        // Yields to the event loop after every page, because an empty page yields no chunk.
        await nextTurn();
        const next = nextPageQuery(page);
        page = read === undefined || next === undefined ? undefined : parsePage(await read({ ...exported, ...next }));
      }
    };
    return { headers: exportHeaders(start.payload, start.page, name, format), chunks: formatChunks(format, columns, lines()) };
  });
};
