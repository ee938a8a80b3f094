import { and, count, eq, gt, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Session } from '../database/database.ts';
import { askedDay, boundList, boundValues, canHold, holds, ordered } from '../database/expressions.ts';
import type { Position } from '../http/cursor.ts';
import { saysEveryWord } from './conditions.ts';
import type { Bounds, Given, ListDefinition } from './definition.ts';
import type { Moment } from './moment.ts';

export interface Sort {
  key: string;
  direction: 'asc' | 'desc';
}

export interface PageRequest {
  given: Given;
  moment: Moment;
  sort: Sort;
  after: Position | null;
  limit: number;
  /** Long bodies, where the collection has them. */
  full: boolean;
}

export interface PageRow {
  id: string;
  value: string | number | null;
  body: string;
}

/**
 * Rows with a sorting value come first, in its order; those without one follow, by id. What was known on a past day and is
 * sorted by a date falls apart once more: dates up to the day, at which the scan of an index can begin or end, and the few
 * `ahead` of it, such as the last day of a month that was not over. Those have an index of their own.
 */
type Phase = 'valued' | 'dated' | 'ahead' | 'null';

const phasesOf = ({ datedSorts = [] }: ListDefinition, { sort, moment, after: position }: PageRequest): Phase[] => {
  if (sort.key === 'id') return ['valued'];
  if (position !== null && position.value === null) return ['null'];
  if (moment.isCurrent || !datedSorts.includes(sort.key)) return ['valued', 'null'];
  return sort.direction === 'asc' ? ['dated', 'ahead', 'null'] : ['ahead', 'dated', 'null'];
};

const rangeOf = (phase: Phase, column: PgColumn, stateFrom: PgColumn | undefined): SQL => {
  if (phase === 'null') return isNull(column);
  if (phase === 'dated') return sql`${column} <= ${askedDay()}`;
  // The first half is that of the index; the second makes it part the rows with the other phase.
  if (phase === 'ahead') return sql`${column} > ${stateFrom} and ${column} || '' > ${askedDay()}`;
  return isNotNull(column);
};

/** Tells which filters are given, and how many values of each: what the text of a statement depends on. */
export const shapeOf = (given: Given): string =>
  Object.entries(given)
    .map(([name, values]) => `${name}:${boundList(name, values.length).length}`)
    .sort()
    .join(' ');

/** The placeholders of the filters that are given, by name. */
export const boundsOf = (given: Given): Bounds =>
  Object.fromEntries(Object.entries(given).map(([name, values]) => [name, boundList(name, values.length)]));

/** The values of the filters, by their placeholders. */
export const valuesOf = (given: Given): Record<string, string | number> =>
  Object.assign({}, ...Object.entries(given).map(([name, values]) => boundValues(name, values)));

/** The conditions of the filters that are given. */
export const conditionsOf = ({ tables }: Session, definition: ListDefinition, given: Given, moment: Moment): SQL[] => {
  const bounds = boundsOf(given);
  return [
    ...definition.conditions(tables, bounds, moment),
    ...saysEveryWord(tables, definition.collection, definition.id(tables), bounds, moment),
  ];
};

const after = (column: PgColumn, id: PgColumn, direction: Sort['direction']): SQL => {
  const value = sql.placeholder('afterValue');
  const beyond = direction === 'asc' ? sql`${column} > ${value}` : sql`${column} < ${value}`;
  const notBefore = direction === 'asc' ? sql`${column} >= ${value}` : sql`${column} <= ${value}`;
  // The first half is the range that an index can seek to; the second takes out the ties that were already shown.
  return sql`${notBefore} and (${beyond} or ${id} > ${sql.placeholder('afterId')})`;
};

const selectPhase = (
  session: Session,
  definition: ListDefinition,
  request: PageRequest,
  phase: Phase,
  limit: number,
): PromiseLike<PageRow[]> => {
  const { given, moment, sort, full } = request;
  const isContinued = request.after !== null && (phase === 'null') === (request.after.value === null);
  const name = [definition.collection, full, phase, sort.key, sort.direction, isContinued, moment.isCurrent, shapeOf(given)].join('|');
  const statement = session.prepared<PageRow[]>(name, () => {
    const { tables, orm } = session;
    const table = definition.table(tables);
    const id = definition.id(tables);
    const column = sort.key === 'id' ? id : definition.sorts[sort.key]?.(tables);
    if (column === undefined) throw new Error(`${definition.collection} cannot be sorted by ${sort.key}.`);
    const answers = full ? tables.fullAnswers : tables.shortAnswers;
    const position = phase === 'null' ? gt(id, sql.placeholder('afterId')) : after(column, id, sort.direction);
    const stateFrom = definition.stateFrom?.(tables);
    const direction = column === id && sort.direction === 'desc' ? 'desc' : 'asc';
    // The page is cut before the bodies are joined, so that the order of the index decides and nothing else is read.
    const page = orm
      .select({
        id: sql<string>`${id}`.as('row_id'),
        value: sql<string | number | null>`${column}`.as('row_value'),
        stateFrom: sql<string | null>`${stateFrom ?? sql`null`}`.as('row_state_from'),
        body: sql<string | null>`${definition.body?.(tables) ?? sql`null`}`.as('row_body'),
      })
      .from(table)
      .where(
        and(
          definition.visible(tables, moment),
          ...conditionsOf(session, definition, given, moment),
          rangeOf(phase, column, stateFrom),
          isContinued ? position : undefined,
        ),
      )
      .orderBy(...(phase === 'null' || column === id ? [] : [ordered(column, sort.direction)]), ordered(id, direction))
      .limit(sql.placeholder('limit'))
      .as('page');
    const order = [...(phase === 'null' || column === id ? [] : [ordered(page.value, sort.direction)]), ordered(page.id, direction)];
    if (definition.body !== undefined) {
      return orm
        .select({ id: page.id, value: page.value, body: sql<string>`${page.body}` })
        .from(page)
        .orderBy(...order);
    }
    const isBodyOfRow = stateFrom === undefined ? holds(answers, moment) : eq(answers.knownFrom, page.stateFrom);
    // Every row has its body. The outer join is for the planner: it has to begin with the page, and not with all bodies.
    return orm
      .select({ id: page.id, value: page.value, body: sql<string>`${answers.body}` })
      .from(page)
      .leftJoin(answers, and(sql`${answers.collection} = ${definition.collection}`, eq(answers.recordId, page.id), isBodyOfRow))
      .orderBy(...order);
  });
  return statement.execute({
    ...valuesOf(given),
    day: moment.day,
    limit,
    afterValue: request.after?.value ?? null,
    afterId: request.after?.id ?? null,
  });
};

/** One page of a list by keyset: at most `limit` rows after the position, at the same cost at any depth. */
export const selectPage = async (session: Session, definition: ListDefinition, request: PageRequest): Promise<PageRow[]> => {
  const rows: PageRow[] = [];
  for (const phase of phasesOf(definition, request)) {
    rows.push(...(await selectPhase(session, definition, request, phase, request.limit - rows.length)));
    if (rows.length === request.limit) break;
  }
  return rows;
};

/** Whether a list can have ended at a position: cursors are not signed, and a value that no row can hold comes from elsewhere. */
export const isPositionOf = ({ tables }: Session, definition: ListDefinition, { key }: Sort, { value }: Position): boolean => {
  const column = key === 'id' ? definition.id(tables) : definition.sorts[key]?.(tables);
  return value === null ? key !== 'id' : column !== undefined && canHold(column, value);
};

/** The exact number of rows of a list. */
export const countRows = async (session: Session, definition: ListDefinition, given: Given, moment: Moment): Promise<number> => {
  const statement = session.prepared<{ total: number }[]>(
    ['count', definition.collection, moment.isCurrent, shapeOf(given)].join('|'),
    () => {
      const { tables, orm } = session;
      return orm
        .select({ total: count() })
        .from(definition.table(tables))
        .where(and(definition.visible(tables, moment), ...conditionsOf(session, definition, given, moment)));
    },
  );
  const [row] = await statement.execute({ ...valuesOf(given), day: moment.day });
  return row?.total ?? 0;
};
