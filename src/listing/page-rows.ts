import { and, eq, getTableName, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Session } from '../database/database.ts';
import { holds } from '../database/expressions.ts';
import type { Position } from '../http/cursor.ts';
import type { Given, ListDefinition, Sort } from './definition.ts';
import type { Moment } from './moment.ts';

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

/** Tells lists apart in the names of statements: the same records can be read from several tables. */
export const tableNameOf = ({ tables }: Session, definition: ListDefinition): string => getTableName(definition.table(tables));

/** The columns of a row of a page, whichever table it is read from. */
export const rowColumns = ({ tables }: Session, definition: ListDefinition, column: PgColumn) => ({
  id: sql<string>`${definition.id(tables)}`.as('row_id'),
  value: sql<string | number | null>`${column}`.as('row_value'),
  answerId: sql<number | null>`${definition.answerId?.(tables) ?? sql`null`}`.as('row_answer_id'),
  body: sql<string | null>`${definition.body?.(tables) ?? sql`null`}`.as('row_body'),
});

const cutPage = ({ orm, tables }: Session, definition: ListDefinition, columns: ReturnType<typeof rowColumns>) =>
  orm.select(columns).from(definition.table(tables)).as('page');

/** Joins the rows of a page with their bodies. */
export const withBodies = (
  { tables, orm }: Session,
  definition: ListDefinition,
  { moment, full }: Pick<PageRequest, 'moment' | 'full'>,
  page: ReturnType<typeof cutPage>,
  order: SQL[],
) => {
  if (definition.body !== undefined) {
    return orm
      .select({ id: page.id, value: page.value, body: sql<string>`${page.body}` })
      .from(page)
      .orderBy(...order);
  }
  const answers = full ? tables.fullAnswers : tables.shortAnswers;
  const isBodyOfRow =
    definition.answerId === undefined
      ? and(sql`${answers.collection} = ${definition.collection}`, eq(answers.recordId, page.id), holds(answers, moment))
      : eq(answers.id, page.answerId);
  // Every row has its body. The outer join is for the planner: it has to begin with the page, and not with all bodies.
  return orm
    .select({ id: page.id, value: page.value, body: sql<string>`${answers.body}` })
    .from(page)
    .leftJoin(answers, isBodyOfRow)
    .orderBy(...order);
};
