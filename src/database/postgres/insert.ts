import type pg from 'pg';
import type { Session } from '../database.ts';

/** Replaces NUL characters, which PostgreSQL rejects. */
export const replaceNul = (value: unknown): unknown => (typeof value === 'string' ? value.replaceAll('\u0000', '\ufffd') : value);

/**
 * Creates the function that inserts rows, all with one statement: it has one parameter per column, an array, so that any number of rows
 * shares it.
 *
 * @param toStatementName Returns the name under which the server keeps a statement, or undefined for a statement that it may not keep.
 */
export const createInsert =
  (client: pg.ClientBase, toStatementName: (name: string) => string | undefined): Session['insert'] =>
  async ({ target, columns, conflict }, rows) => {
    const arrays = columns.map(({ column }, index) => `$${index + 1}::${column.getSQLType().replace(/ collate .*/i, '')}[]`);
    const values = columns.map(({ property }) => rows.map((row) => replaceNul(row[property] ?? null)));
    const name = toStatementName(`${target} ${conflict}`);
    await client.query({
      text: `${target} select * from unnest(${arrays.join(', ')}) ${conflict}`,
      values,
      ...(name !== undefined && { name }),
    });
  };
