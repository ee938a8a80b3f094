import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { ColumnKit } from '../postgres/columns.ts';

const columns = {
  table: sqliteTable,
  index,
  uniqueIndex,
  primaryKey,
  text: (name: string) => text(name),
  day: (name: string) => text(name),
  integer: (name: string) => integer(name),
  long: (name: string) => integer(name, { mode: 'number' }),
  money: (name: string) => integer(name, { mode: 'number' }),
  ratio: (name: string) => real(name),
  boolean: (name: string) => integer(name, { mode: 'boolean' }),
  oneOf: <Word extends string>(name: string, _words: readonly Word[]) => text(name).$type<Word>(),
} satisfies Record<keyof ColumnKit, unknown>;

/** The named seam: tables built with this kit bear the PostgreSQL types, but are SQLite tables at run time. */
export const sqliteColumns = columns as unknown as ColumnKit;
