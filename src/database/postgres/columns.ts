import { bigint, boolean, customType, doublePrecision, index, integer, pgTable, primaryKey, uniqueIndex } from 'drizzle-orm/pg-core';

/** Byte order, so that ORDER BY and cursors work as on SQLite, whatever the locale of the server. */
const binaryText = customType<{ data: string; driverData: string }>({ dataType: () => 'text COLLATE "C"' });

/** The column types of PostgreSQL. Tables are defined once, and each engine provides its own kit. */
export const postgresColumns = {
  table: pgTable,
  index,
  uniqueIndex,
  primaryKey,
  text: (name: string) => binaryText(name),
  /** ISO 8601 day or instant, stored as text on both engines, so that it sorts by time. */
  day: (name: string) => binaryText(name),
  integer: (name: string) => integer(name),
  /** An integer below 2^53. */
  long: (name: string) => bigint(name, { mode: 'number' }),
  /** Money in whole units, below 2^53. */
  money: (name: string) => bigint(name, { mode: 'number' }),
  ratio: (name: string) => doublePrecision(name),
  boolean: (name: string) => boolean(name),
  oneOf: <const Word extends string>(name: string, _words: readonly Word[]) => binaryText(name).$type<Word>(),
};

export type ColumnKit = typeof postgresColumns;
