import { setImmediate } from 'node:timers/promises';
import { and, count, gt, max, sql } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { holds } from '../database/expressions.ts';
import type { Collection } from '../domain/vocabulary.ts';
import type { Column } from '../formats/tabular/columns.ts';
import { csvHeader, csvLines } from '../formats/tabular/csv.ts';
import type { ListFormat } from '../http/negotiation.ts';
import { invalidRequest } from '../http/problems.ts';
import type { Given, ListDefinition, Sort } from './definition.ts';
import { filtersOf, finishBodies, isWished, readList, sortOf } from './list.ts';
import type { ListQuery } from './list-query.ts';
import type { Moment } from './moment.ts';
import { selectPage } from './page.ts';

/** Rows of one statement. */
const rowsInBatch = 250;
/** Rows that are made into CSV before others have their turn. */
const csvRowsInSlice = 50;

export type WholeFormat = Exclude<ListFormat, 'json'>;

/** A list that is wanted whole. */
export interface WholeRequest {
  definition: ListDefinition;
  query: ListQuery;
  /** The names of the parameters that the request itself gives. */
  given: ReadonlySet<string>;
  format: WholeFormat;
  columns: readonly Column[];
  fixed: Given;
}

/** The parameters that page through a list. */
const ofPages: readonly string[] = ['limit', 'cursor', 'total'];

/** What is wrong with asking for a list whole and for a page of it at a time. */
export const pagingRefused = (format: WholeFormat, given: ReadonlySet<string>, parameters: readonly string[] = ofPages) =>
  parameters
    .filter((parameter) => given.has(parameter))
    .map((parameter) => ({ parameter, message: `${parameter} belongs to pages; as ${format} the list is answered whole. Leave it out.` }));

/** Refuses what belongs to pages alone. */
export const refuseBesideWhole = ({ definition, query, given, format }: Omit<WholeRequest, 'columns' | 'fixed'>): void => {
  const related = (query.include ?? []).flatMap((name) =>
    definition.includes[name] === undefined
      ? []
      : [
          {
            parameter: 'include',
            message: `include=${name} brings records beside the list, for which ${format} has no place. Ask for JSON, or for the list of ${definition.includes[name].collection} as ${format}.`,
          },
        ],
  );
  const errors = [...pagingRefused(format, given), ...related];
  if (errors.length > 0) throw invalidRequest(errors);
};

/** The columns that a request asks for: all but those that an include would bring, or those of its fields. */
export const columnsAsked = ({ columns, query: { fields, include } }: Pick<WholeRequest, 'columns' | 'query'>): Column[] =>
  columns.filter(({ path: [field = ''], isRequired }) => {
    if (fields !== undefined) return fields.includes(field);
    return isRequired || !['history', 'evidence'].includes(field) || include?.includes(field) === true;
  });

/** Where the bodies of a list are: those of a collection stand apart, others in the rows themselves. */
export type BodySource =
  | { readonly collection: Collection; readonly body?: undefined }
  | (Pick<ListDefinition, 'collection' | 'table' | 'id' | 'visible'> & { readonly body: NonNullable<ListDefinition['body']> });

const sourceOf = ({ collection, table, id, visible, body }: ListDefinition): BodySource => {
  if (body !== undefined) return { collection, table, id, visible, body };
  if (collection === 'events' || collection === 'flows') throw new Error(`${collection} bear no bodies.`);
  return { collection };
};

interface Batch {
  lines: string | null;
  last: string | null;
  count: number;
}

/**
 * The ready bodies of everything that is known, in the order of ids, joined by the database to so many lines at a time, each closed: the way
 * that makes nothing of each row here.
 */
export async function* everyBody(session: Session, source: BodySource, moment: Moment, full: boolean): AsyncGenerator<string> {
  const statement = session.prepared<Batch[]>(['whole', source.collection, full, moment.isCurrent].join('|'), () => {
    const { tables, orm } = session;
    const answers = full ? tables.fullAnswers : tables.shortAnswers;
    const own = source.body === undefined ? undefined : { ...source, body: source.body(tables) };
    const id = own === undefined ? answers.recordId : own.id(tables);
    const visible =
      own === undefined ? and(sql`${answers.collection} = ${source.collection}`, holds(answers, moment)) : own.visible(tables, moment);
    const batch = orm
      .select({ id: sql<string>`${id}`.as('row_id'), body: sql<string>`${own?.body ?? answers.body}`.as('row_body') })
      .from(own === undefined ? answers : own.table(tables))
      .where(and(visible, gt(id, sql.placeholder('after'))))
      .orderBy(id)
      .limit(sql.placeholder('limit'))
      .as('batch');
    return orm
      .select({
        // In the order of the batch: either engine adds up as the rows come (PostgreSQL says so of a sorted subquery), and an order
        // within would have them sorted once more, which costs as much as all the rest. Were it not so, each row would still come once.
        lines: sql<string | null>`string_agg(${batch.body}, ${sql.raw("'\n'")}) || ${sql.raw("'\n'")}`,
        last: max(batch.id),
        count: count(),
      })
      .from(batch);
  });
  for (let after = ''; ; ) {
    const [batch] = await statement.execute({ after, day: moment.day, limit: rowsInBatch });
    if (batch === undefined || batch.lines === null || batch.last === null) return;
    yield batch.lines;
    if (batch.count < rowsInBatch) return;
    after = batch.last;
  }
}

/** The bodies that pass filters, in the order of a sort, with the fields and includes that are asked for. */
async function* passingBodies(
  session: Session,
  { definition, query }: Pick<WholeRequest, 'definition' | 'query'>,
  { given, moment, sort, full }: { given: Given; moment: Moment; sort: Sort; full: boolean },
): AsyncGenerator<string> {
  const wishes = { evidence: isWished(query, 'evidence'), fields: query.fields, moment };
  for (let after: { value: string | number | null; id: string } | null = null; ; ) {
    const { rows, stoppedAt } = await selectPage(session, definition, { given, moment, sort, after, limit: rowsInBatch, full });
    if (rows.length > 0) yield `${(await finishBodies(session, definition, rows, wishes)).join('\n')}\n`;
    const last = rows.length === rowsInBatch ? rows.at(-1) : stoppedAt;
    if (!last) return;
    after = { value: last.value, id: last.id };
  }
}

/** Rows that come as lines of JSON, as the text of a whole list. Each yielded text holds whole rows. */
export async function* piecesOf(format: WholeFormat, columns: readonly Column[], lines: AsyncIterable<string>): AsyncGenerator<string> {
  if (format === 'csv') yield csvHeader(columns);
  for await (const batch of lines) {
    if (format === 'ndjson') {
      yield batch;
      await setImmediate();
      continue;
    }
    // A body holds no line break of its own: JSON writes it as an escape.
    const bodies = batch.slice(0, -1).split('\n');
    for (let start = 0; start < bodies.length; start += csvRowsInSlice) {
      const rows = bodies.slice(start, start + csvRowsInSlice).map((body) => JSON.parse(body) as unknown);
      yield csvLines(columns, rows);
      await setImmediate();
    }
  }
}

/** By which state of the data a whole list is made, and the text of it, piece by piece. */
export const readWhole = async (
  session: Session,
  { definition, query, given: named, format, columns, fixed }: WholeRequest,
  today: string,
) => {
  const { dataset, moment, given } = await readList(session, definition, filtersOf(query, fixed), query.asOf, today);
  const full = isWished(query, 'history') && definition.collection === 'deals';
  const sort: Sort = named.has('sort') ? sortOf(query.sort) : { key: 'id', direction: 'asc' };
  const isPlain = query.fields === undefined && !isWished(query, 'evidence') && Object.keys(given).length === 0;
  const lines =
    isPlain && sort.key === 'id' && sort.direction === 'asc'
      ? everyBody(session, sourceOf(definition), moment, full)
      : passingBodies(session, { definition, query }, { given, moment, sort, full });
  return { dataset, moment, pieces: piecesOf(format, columnsAsked({ columns, query }), lines) };
};
