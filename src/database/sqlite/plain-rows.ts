import { Column, is, noopDecoder, SQL } from 'drizzle-orm';
import type { Preparable, PreparedStatement } from '../database.ts';

/** What the builder does not tell by its types: the fields of a selection, and how the value of one is decoded. */
interface SelectInternals {
  _?: { selectedFields?: Readonly<Record<string, unknown>> };
}
interface ExpressionInternals {
  decoder?: unknown;
}
interface PreparedSelect<Result> extends PreparedStatement<Result> {
  values(values?: Record<string, unknown>): unknown[][];
}

const isUndecoded = (field: unknown): boolean => {
  if (is(field, Column)) return field.mapFromDriverValue === Column.prototype.mapFromDriverValue;
  const expression = is(field, SQL.Aliased) ? field.sql : field;
  return is(expression, SQL) && (expression as ExpressionInternals).decoder === noopDecoder;
};

/** The names of the columns of a selection whose values are those of the engine; undefined where one has to be decoded. */
const listUndecodedNames = (query: SelectInternals): string[] | undefined => {
  const fields = Object.entries(query._?.selectedFields ?? {});
  return fields.length > 0 && fields.every(([, field]) => isUndecoded(field)) ? fields.map(([name]) => name) : undefined;
};

/**
 * Prepares a statement for better-sqlite3. Drizzle finds out anew for each value of each row how it is decoded, which takes more
 * than half as long as reading the row; where nothing has to be decoded, rows are made here.
 */
export const prepareWithPlainRows = <Result>(query: Preparable<Result>, name: string): PreparedStatement<Result> => {
  const prepared = query.prepare(name);
  const names = listUndecodedNames(query as SelectInternals);
  if (names === undefined) return prepared;
  const toRow = (values: unknown[]) => {
    const row: Record<string, unknown> = {};
    for (let index = 0; index < names.length; index += 1) row[names[index] as string] = values[index];
    return row;
  };
  const select = prepared as PreparedSelect<Result>;
  return { execute: async (values) => select.values(values).map(toRow) as Result };
};
