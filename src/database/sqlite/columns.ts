import { sql } from 'drizzle-orm';
import {
  type AnySQLiteColumn,
  check,
  index,
  integer,
  primaryKey,
  real,
  type SQLiteColumnBuilderBase,
  type SQLiteTableExtraConfigValue,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import type { ColumnKit } from '../postgres/columns.ts';
import { constrainToLengths, constrainToWords, listChecks } from '../schema/checks.ts';

const columns = {
  table: (
    name: string,
    builders: Record<string, SQLiteColumnBuilderBase>,
    defineIndexes?: (table: object) => SQLiteTableExtraConfigValue[],
  ) =>
    sqliteTable(name, builders, (table) => [
      ...(defineIndexes?.(table) ?? []),
      ...listChecks(name, builders, table).map((constraint) => check(constraint.name, sql.raw(constraint.condition))),
    ]),
  index,
  uniqueIndex,
  primaryKey,
  text: (name: string) => text(name),
  reference: (name: string, to: () => AnySQLiteColumn) => text(name).notNull().references(to),
  day: (name: string) => constrainToLengths(text(name), name, [10]),
  partialDate: (name: string) => constrainToLengths(text(name), name, [4, 7, 10]),
  instant: (name: string) => constrainToLengths(text(name), name, [24]),
  integer: (name: string) => integer(name),
  long: (name: string) => integer(name, { mode: 'number' }),
  money: (name: string) => integer(name, { mode: 'number' }),
  ratio: (name: string) => real(name),
  boolean: (name: string) => integer(name, { mode: 'boolean' }),
  oneOf: <Word extends string>(name: string, words: readonly Word[]) => constrainToWords(text(name).$type<Word>(), name, words),
} satisfies Record<keyof ColumnKit, unknown>;

/** The column kit of SQLite. The cast gives its tables the types of PostgreSQL, so that queries are typed once for both engines. */
export const sqliteColumns = columns as unknown as ColumnKit;
