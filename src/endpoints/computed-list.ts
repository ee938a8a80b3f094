import { setImmediate } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from '../database/database.ts';
import type { Column } from '../formats/tabular/columns.ts';
import { type ListFormat, negotiateListFormat } from '../http/negotiation.ts';
import { invalidRequest } from '../http/problems.ts';
import type { ResponsePayload } from '../http/response-cache.ts';
import { type ExportFormat, formatChunks, pagingProblems } from '../lists/list-export.ts';
import type { RouteContext } from './collection-routes.ts';
import { parameterNames, sendSnapshot } from './export-response.ts';

/** A list that is made for each request, and read from no table: what it answers is known a page at a time. */
export interface ComputedList<Query, Data> {
  /** What a file of it is called. */
  name: string;
  columns: readonly Column[];
  /** The rows of an answer. */
  rowsOf: (data: Data) => readonly unknown[];
  query: Query & { format?: ListFormat | undefined };
  /** Replaces parts of the query where the list is wanted whole: greater pages, or another order. */
  whole?: Partial<Query>;
  /** The parameters that belong to pages, and to what stands beside the rows. */
  refused?: readonly string[];
  /** Answers JSON. */
  answer: (query: Query, signal: AbortSignal) => Promise<ResponsePayload>;
  /** Answers page after page from one snapshot. */
  pagesOf: (session: Session) => (query: Query) => Promise<ResponsePayload>;
}

/** A page of a derived list, as its body says. */
interface Page<Data> {
  data: Data;
  page?: { next?: string | null; nextSince?: number | null };
  meta: { asOf?: string; toOn?: string; dataVersion: string; truncated?: boolean };
}

const pageOf = <Data>({ body }: ResponsePayload): Page<Data> => JSON.parse(body.toString()) as Page<Data>;

/** What asks for the page after one; nothing after the last. */
const nextOf = ({ page }: Pick<Page<unknown>, 'page'>): { cursor: string } | { since: number } | undefined => {
  if (typeof page?.next === 'string') return { cursor: page.next };
  return typeof page?.nextSince === 'number' ? { since: page.nextSince } : undefined;
};

const refuse = (format: ExportFormat, filters: ReadonlySet<string>, parameters: readonly string[]): void => {
  const errors = [
    ...pagingProblems(
      format,
      filters,
      parameters.filter((parameter) => parameter !== 'include'),
    ),
    ...(filters.has('include') && parameters.includes('include')
      ? [{ parameter: 'include', message: `include is not supported with format=${format}. Use JSON.` }]
      : []),
  ];
  if (errors.length > 0) throw invalidRequest(errors);
};

const headersOf = ({ headers }: ResponsePayload, { meta }: Page<unknown>, name: string, format: ExportFormat): Record<string, string> => {
  const asOf = meta.asOf ?? meta.toOn;
  return {
    ...(headers?.['cache-control'] !== undefined && { 'cache-control': headers['cache-control'] }),
    'content-disposition': `attachment; filename="${name}-${asOf ?? meta.dataVersion}.${format}"`,
    'data-version': meta.dataVersion,
    ...(asOf !== undefined && { 'as-of': asOf }),
    ...(meta.truncated === true && { truncated: 'true' }),
  };
};

/** Sends a page of a derived list, or all of its rows as CSV or NDJSON. */
export const sendComputedList = <Query extends object, Data>(
  request: FastifyRequest,
  reply: FastifyReply,
  context: Pick<RouteContext, 'answers' | 'database' | 'downloads'>,
  {
    name,
    columns,
    rowsOf: toRows,
    query: asked,
    whole,
    refused = ['limit', 'cursor', 'total', 'include'],
    answer,
    pagesOf,
  }: ComputedList<Query, Data>,
): Promise<FastifyReply> => {
  const { format = negotiateListFormat(request), ...rest } = asked;
  const query = rest as Query;
  if (format === 'json') return context.answers.send(request, reply, (signal) => answer(query, signal));
  refuse(format, parameterNames(request), refused);
  return sendSnapshot(request, reply, context, format, async (session) => {
    const read = pagesOf(session);
    const answered = await read({ ...query, ...whole });
    const first = pageOf<Data>(answered);
    const lines = async function* () {
      for (let page: Page<Data> | undefined = first; page !== undefined; ) {
        const rows = toRows(page.data);
        if (rows.length > 0) yield rows.map((row) => `${JSON.stringify(row)}\n`).join('');
        // A page may be made at one go, and be empty: others have their turn before the next.
        await setImmediate();
        const next = nextOf(page);
        page = next === undefined ? undefined : pageOf(await read({ ...query, ...whole, ...next }));
      }
    };
    return { headers: headersOf(answered, first, name, format), chunks: formatChunks(format, columns, lines()) };
  });
};
