import { and, count, eq, gt, max, sql } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { type FilterValues, rowLimit, validAt } from '../database/expressions.ts';
import type { Column } from '../formats/tabular/columns.ts';
import { toCsvHeader, toCsvLines } from '../formats/tabular/csv.ts';
import type { Position } from '../http/parameters.ts';
import { invalidRequest } from '../http/problems.ts';
import type { ListFormat } from '../http/requests.ts';
import { type AsOf, addStaleDays, finishDocuments, fullBody, isIncluded, type ListName } from '../records/documents.ts';
import { nextTurn } from '../turns.ts';
import { parseSort, prepareList, toFilters } from './list.ts';
import type { ListDefinition, Sort } from './list-definition.ts';
import type { ListQuery } from './list-query.ts';
import { selectPage } from './list-statement.ts';

const rowsPerStatement = 250;
/** The number of rows that are formatted as CSV before the export yields to the event loop. */
const csvRowsPerTurn = 50;

export type ExportFormat = Exclude<ListFormat, 'json'>;

/** A request for all rows of a list, as CSV or NDJSON. */
export interface ExportRequest {
  definition: ListDefinition;
  query: ListQuery;
  /** The names of the parameters in the URL, to distinguish explicit values from defaults. */
  parameterNames: ReadonlySet<string>;
  format: ExportFormat;
  columns: readonly Column[];
  /** Filters that the route sets. */
  fixed: FilterValues;
}

/** Returns an error for each paging parameter in the request. */
export const pagingProblems = (
  format: ExportFormat,
  requested: ReadonlySet<string>,
  parameters: readonly string[] = ['limit', 'cursor', 'total', 'facets'],
) =>
  parameters
    .filter((parameter) => requested.has(parameter))
    .map((parameter) => ({
      parameter,
      message: `${parameter} is not supported with format=${format}, which returns the whole list. Omit it.`,
    }));

/** Rejects parameters that exports do not support: paging, and includes of related records. */
export const rejectPageParameters = ({ definition, query, parameterNames, format }: Omit<ExportRequest, 'columns' | 'fixed'>): void => {
  const related = (query.include ?? []).flatMap((name) => {
    const include = definition.includes[name];
    if (include === undefined) return [];
    const message = `include=${name} is not supported with format=${format}. Use JSON, or request the list of ${include.collection} as ${format}.`;
    return [{ parameter: 'include', message }];
  });
  const errors = [...pagingProblems(format, parameterNames), ...related];
  if (errors.length > 0) throw invalidRequest(errors);
};

/** Returns the columns in `fields`. By default, omits the columns that `include` adds, unless the request includes them. */
export const requestedColumns = ({ columns, query: { fields, include } }: Pick<ExportRequest, 'columns' | 'query'>): Column[] =>
  columns.filter(({ path: [field = ''], isRequired }) => {
    if (fields !== undefined) return fields.includes(field);
    return isRequired || !['history', 'evidence'].includes(field) || include?.includes(field) === true;
  });

/** Streams all documents valid on a day as lines, ordered by id. The database joins each batch, to avoid an object for each row. */
export async function* streamDocuments(session: Session, list: ListName, asOf: AsOf, full: boolean): AsyncGenerator<string> {
  const statement = session.prepared<{ lines: string | null; last: string | null; count: number }[]>(
    `export ${list} ${full} ${asOf.isCurrent}`,
    () => {
      const { tables, orm } = session;
      const { documents } = tables;
      // Events and flows have their documents in their own rows.
      const own = list === 'events' ? tables.dealEvents : list === 'flows' ? tables.flows : undefined;
      const id = own?.id ?? documents.recordId;
      const isOfList = own === undefined ? eq(documents.collection, sql.raw(`'${list}'`)) : undefined;
      const batch = orm
        .select({
          id: sql<string>`${id}`.as('row_id'),
          body: sql<string>`${own?.body ?? (full ? fullBody(tables) : documents.body)}`.as('row_body'),
        })
        .from(own ?? documents)
        .where(and(isOfList, validAt(own ?? documents, asOf), gt(id, sql.placeholder('after'))))
        .orderBy(id)
        .limit(rowLimit)
        .as('batch');
      return orm
        .select({
          // Both engines aggregate in the order of the subquery. `order by` within `string_agg` would sort the rows again and double
          // the time of the statement.
          lines: sql<string | null>`string_agg(${batch.body}, ${sql.raw("'\n'")}) || ${sql.raw("'\n'")}`,
          last: max(batch.id),
          count: count(),
        })
        .from(batch);
    },
  );
  for (let after = ''; ; ) {
    const [batch] = await statement.execute({ after, day: asOf.day, limit: rowsPerStatement });
    if (batch === undefined || batch.lines === null || batch.last === null) return;
    yield addStaleDays(list, batch.lines, asOf.day);
    if (batch.count < rowsPerStatement) return;
    after = batch.last;
  }
}

/** Streams the documents that match the filters, in the requested order, with the requested fields and includes. */
async function* streamMatches(
  session: Session,
  { definition, query }: Pick<ExportRequest, 'definition' | 'query'>,
  request: { filters: FilterValues; asOf: AsOf; sort: Sort; full: boolean },
): AsyncGenerator<string> {
  for (let after: Position | null = null; ; ) {
    const rows = await selectPage(session, definition, { ...request, after, limit: rowsPerStatement });
    if (rows.length > 0) yield `${(await finishDocuments(session, definition, rows, query, request.asOf)).join('\n')}\n`;
    const last = rows.at(-1);
    if (last === undefined || rows.length < rowsPerStatement) return;
    after = last;
  }
}

/** Formats lines of JSON as CSV or NDJSON. Never splits a row between chunks. */
export async function* formatChunks(
  format: ExportFormat,
  columns: readonly Column[],
  lines: AsyncIterable<string>,
): AsyncGenerator<string> {
  if (format === 'csv') yield toCsvHeader(columns);
  for await (const batch of lines) {
    if (format === 'ndjson') {
      yield batch;
      await nextTurn();
      continue;
    }
    // Splitting is safe, because JSON escapes line breaks.
    const bodies = batch.slice(0, -1).split('\n');
    for (let start = 0; start < bodies.length; start += csvRowsPerTurn) {
      const rows = bodies.slice(start, start + csvRowsPerTurn).map((body) => JSON.parse(body) as unknown);
      yield toCsvLines(columns, rows);
      await nextTurn();
    }
  }
}

/** Returns the dataset and day that an export reads, and its text in chunks. */
export const readExport = async (session: Session, request: ExportRequest, today: string) => {
  const { definition, query, parameterNames, format, columns, fixed } = request;
  const { dataset, asOf, filters } = await prepareList(session, definition, { ...toFilters(query), ...fixed }, query.asOf, today);
  const full = definition.collection === 'deals' && isIncluded(query, 'history');
  const sort: Sort = parameterNames.has('sort') ? parseSort(query.sort) : { key: 'id', direction: 'asc' };
  // Without filters, the documents need no list statement.
  const isPlain = query.fields === undefined && !isIncluded(query, 'evidence') && Object.keys(filters).length === 0;
  const lines =
    isPlain && sort.key === 'id' && sort.direction === 'asc'
      ? streamDocuments(session, definition.collection, asOf, full)
      : streamMatches(session, request, { filters, asOf, sort, full });
  return { dataset, asOf, chunks: formatChunks(format, requestedColumns({ columns, query }), lines) };
};
