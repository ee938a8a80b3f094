import { setImmediate } from 'node:timers/promises';
import { and, count, eq, gt, max, sql } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { type FilterValues, limitPlaceholder, validAt } from '../database/expressions.ts';
import type { Collection } from '../domain/vocabulary.ts';
import type { Column } from '../formats/tabular/columns.ts';
import { toCsvHeader, toCsvLines } from '../formats/tabular/csv.ts';
import type { ListFormat } from '../http/negotiation.ts';
import type { Position } from '../http/parameters.ts';
import { invalidRequest } from '../http/problems.ts';
import type { AsOf } from '../records/documents.ts';
import { finishDocuments, isIncluded, parseSort, prepareList, toFilters } from './list.ts';
import type { ListDefinition, Sort } from './list-definition.ts';
import type { ListQuery } from './list-query.ts';
import { selectPage } from './list-statement.ts';

const rowsPerStatement = 250;
/** Rows that are formatted as CSV before other requests get their turn. */
const csvRowsPerTurn = 50;

export type ExportFormat = Exclude<ListFormat, 'json'>;

/** A list that is exported whole. */
export interface ExportRequest {
  definition: ListDefinition;
  query: ListQuery;
  /** The names of the parameters in the request itself. */
  given: ReadonlySet<string>;
  format: ExportFormat;
  columns: readonly Column[];
  fixed: FilterValues;
}

/** The problems of parameters that belong to pages. */
export const pagingProblems = (
  format: ExportFormat,
  filters: ReadonlySet<string>,
  parameters: readonly string[] = ['limit', 'cursor', 'total'],
) =>
  parameters
    .filter((parameter) => filters.has(parameter))
    .map((parameter) => ({
      parameter,
      message: `${parameter} is not supported with format=${format}, which returns the whole list. Omit it.`,
    }));

/** Rejects parameters that an export has no place for. */
export const rejectPageParameters = ({ definition, query, given: filters, format }: Omit<ExportRequest, 'columns' | 'fixed'>): void => {
  const related = (query.include ?? []).flatMap((name) => {
    const include = definition.includes[name];
    if (include === undefined) return [];
    const message = `include=${name} is not supported with format=${format}. Use JSON, or request the list of ${include.collection} as ${format}.`;
    return [{ parameter: 'include', message }];
  });
  const errors = [...pagingProblems(format, filters), ...related];
  if (errors.length > 0) throw invalidRequest(errors);
};

/** The requested columns: those of `fields`, or all but those that an include would add. */
export const requestedColumns = ({ columns, query: { fields, include } }: Pick<ExportRequest, 'columns' | 'query'>): Column[] =>
  columns.filter(({ path: [field = ''], isRequired }) => {
    if (fields !== undefined) return fields.includes(field);
    return isRequired || !['history', 'evidence'].includes(field) || include?.includes(field) === true;
  });

/** Where the documents of a list are: those of a collection have a table of their own, others are in the rows themselves. */
export type DocumentSource =
  | { readonly collection: Collection; readonly body?: undefined }
  | (Pick<ListDefinition, 'collection' | 'table' | 'id' | 'validAt'> & { readonly body: NonNullable<ListDefinition['body']> });

const documentSource = ({ collection, table, id, validAt: isValid, body }: ListDefinition): DocumentSource => {
  if (body !== undefined) return { collection, table, id, validAt: isValid, body };
  if (collection === 'events' || collection === 'flows') throw new Error(`${collection} have no documents.`);
  return { collection };
};

/** Streams all documents that are valid as of a day in the order of ids. The database joins each batch to lines: no row is made here. */
export async function* streamDocuments(session: Session, source: DocumentSource, asOf: AsOf, full: boolean): AsyncGenerator<string> {
  const statement = session.prepared<{ lines: string | null; last: string | null; count: number }[]>(
    `export ${source.collection} ${full} ${asOf.isCurrent}`,
    () => {
      const { tables, orm } = session;
      const documents = full ? tables.fullDocuments : tables.documents;
      const own = source.body === undefined ? undefined : { ...source, body: source.body(tables) };
      const id = own === undefined ? documents.recordId : own.id(tables);
      const isValid =
        own === undefined
          ? and(eq(documents.collection, sql.raw(`'${source.collection}'`)), validAt(documents, asOf))
          : own.validAt(tables, asOf);
      const batch = orm
        .select({ id: sql<string>`${id}`.as('row_id'), body: sql<string>`${own?.body ?? documents.body}`.as('row_body') })
        .from(own === undefined ? documents : own.table(tables))
        .where(and(isValid, gt(id, sql.placeholder('after'))))
        .orderBy(id)
        .limit(limitPlaceholder('limit'))
        .as('batch');
      return orm
        .select({
          // Both engines aggregate in the order of the subquery. An order within `string_agg` would sort the rows again, which costs as
          // much as all the rest.
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
    yield batch.lines;
    if (batch.count < rowsPerStatement) return;
    after = batch.last;
  }
}

/** Streams the documents that match filters, sorted, with the requested fields and includes. */
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

/** Formats rows that come as lines of JSON. Each chunk has whole rows. */
export async function* formatChunks(
  format: ExportFormat,
  columns: readonly Column[],
  lines: AsyncIterable<string>,
): AsyncGenerator<string> {
  if (format === 'csv') yield toCsvHeader(columns);
  for await (const batch of lines) {
    if (format === 'ndjson') {
      yield batch;
      await setImmediate();
      continue;
    }
    // A document has no line break of its own: JSON writes it as an escape.
    const bodies = batch.slice(0, -1).split('\n');
    for (let start = 0; start < bodies.length; start += csvRowsPerTurn) {
      const rows = bodies.slice(start, start + csvRowsPerTurn).map((body) => JSON.parse(body) as unknown);
      yield toCsvLines(columns, rows);
      await setImmediate();
    }
  }
}

/** Prepares the export of a list: the state of the data that it is read from, and its text chunk by chunk. */
export const readExport = async (session: Session, request: ExportRequest, today: string) => {
  const { definition, query, given: filterValues, format, columns, fixed } = request;
  const { dataset, asOf, filters } = await prepareList(session, definition, { ...toFilters(query), ...fixed }, query.asOf, today);
  const full = definition.collection === 'deals' && isIncluded(query, 'history');
  const sort: Sort = filterValues.has('sort') ? parseSort(query.sort) : { key: 'id', direction: 'asc' };
  const isPlain = query.fields === undefined && !isIncluded(query, 'evidence') && Object.keys(filters).length === 0;
  const lines =
    isPlain && sort.key === 'id' && sort.direction === 'asc'
      ? streamDocuments(session, documentSource(definition), asOf, full)
      : streamMatches(session, request, { filters, asOf, sort, full });
  return { dataset, asOf, chunks: formatChunks(format, requestedColumns({ columns, query }), lines) };
};
