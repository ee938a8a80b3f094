import { type BuildExtraConfigColumns, sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  customType,
  doublePrecision,
  index,
  integer,
  type PgColumnBuilderBase,
  type PgTableExtraConfigValue,
  pgTable,
  primaryKey,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { constrainToLengths, constrainToWords, listChecks } from '../schema/checks.ts';

/** Compares by bytes, so that ORDER BY and cursors agree with SQLite whatever the locale of the server is. */
const binaryText = customType<{ data: string; driverData: string }>({ dataType: () => 'text COLLATE "C"' });

/** The column kit of PostgreSQL. Tables are defined once against its type, and each engine passes its own kit. */
export const postgresColumns = {
  /** A table with its indexes, and a CHECK constraint for each column whose kind limits its values. */
  table: <Name extends string, Columns extends Record<string, PgColumnBuilderBase>>(
    name: Name,
    columns: Columns,
    defineIndexes?: (table: BuildExtraConfigColumns<Name, Columns, 'pg'>) => PgTableExtraConfigValue[],
  ) =>
    pgTable(name, columns, (table) => [
      ...(defineIndexes?.(table) ?? []),
      ...listChecks(name, columns, table).map((constraint) => check(constraint.name, sql.raw(constraint.condition))),
    ]),
  index,
  uniqueIndex,
  primaryKey,
  text: (name: string) => binaryText(name),
  /** The id of a row of another table. */
  reference: (name: string, to: () => AnyPgColumn) => binaryText(name).notNull().references(to),
  /** A day, `YYYY-MM-DD`. Text on both engines, which sorts chronologically. */
  day: (name: string) => constrainToLengths(binaryText(name), name, [10]),
  /** A date as a source states it: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  partialDate: (name: string) => constrainToLengths(binaryText(name), name, [4, 7, 10]),
  /** An instant in UTC, `YYYY-MM-DDTHH:MM:SS.sssZ`. */
  instant: (name: string) => constrainToLengths(binaryText(name), name, [24]),
  integer: (name: string) => integer(name),
  /** An integer below 2^53, for ids. */
  long: (name: string) => bigint(name, { mode: 'number' }),
  /** Whole US dollars, below 2^53. */
  money: (name: string) => bigint(name, { mode: 'number' }),
  /** A floating-point number. */
  ratio: (name: string) => doublePrecision(name),
  boolean: (name: string) => boolean(name),
  /** A value of an enumeration. */
  oneOf: <const Word extends string>(name: string, words: readonly Word[]) => constrainToWords(binaryText(name).$type<Word>(), name, words),
};

export type ColumnKit = typeof postgresColumns;
