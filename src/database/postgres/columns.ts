import { bigint, boolean, customType, doublePrecision, index, integer, pgTable, primaryKey, uniqueIndex } from 'drizzle-orm/pg-core';

/** Byte order, so that ORDER BY and cursors agree with SQLite whatever the locale of the server is. */
const binaryText = customType<{ data: string; driverData: string }>({ dataType: () => 'text COLLATE "C"' });

/** The contract of the column kit: tables are written once against it, and each engine hands in its own kit. */
export const postgresColumns = {
  table: pgTable,
  index,
  uniqueIndex,
  primaryKey,
  text: (name: string) => binaryText(name),
  /** ISO 8601 day or instant: one text form on both engines, which sorts as time does. */
  day: (name: string) => binaryText(name),
  integer: (name: string) => integer(name),
  /** A number that no table outgrows: whole, below 2^53. */
  long: (name: string) => bigint(name, { mode: 'number' }),
  /** Whole units of money, below 2^53. */
  money: (name: string) => bigint(name, { mode: 'number' }),
  ratio: (name: string) => doublePrecision(name),
  boolean: (name: string) => boolean(name),
  oneOf: <const Word extends string>(name: string, _words: readonly Word[]) => binaryText(name).$type<Word>(),
};

export type ColumnKit = typeof postgresColumns;
