import { stringify } from 'csv-stringify/sync';
import { type Column, cellValueOf, listSeparator } from './columns.ts';

/**
 * A text that a spreadsheet could take for a formula: one of `= + - @`, also in full width, first or behind blanks and control
 * characters; or a tab or line break first. A text that begins with an apostrophe is escaped too, so that the escape can be undone.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
const dangerous = /^(?:['\t\r\n]|[\s\p{Cc}\p{Cf}]*[=+\-@\uff1d\uff0b\uff0d\uff20])/u;

/** A text as a cell that starts no formula: behind an apostrophe where it could. */
export const escapeFormula = (text: string): string => (dangerous.test(text) ? `'${text}` : text);

/** The text of a cell that was escaped: without one apostrophe at its beginning. */
export const unescapeFormula = (cell: string): string => (cell.startsWith("'") ? cell.slice(1) : cell);

/** The value of a column as the text of a cell; nothing is the empty cell. */
const cellOf = (column: Column, row: unknown): string => {
  const value = cellValueOf(row, column);
  if (value === null) return '';
  // Numbers stay numbers, also below zero.
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (column.type === 'list') return escapeFormula((value as readonly unknown[]).join(listSeparator));
  return escapeFormula(typeof value === 'string' ? value : JSON.stringify(value));
};

// A row of one empty cell would be an empty line, which readers pass over.
const write = (rows: readonly (readonly string[])[]): string =>
  stringify([...rows] as string[][], { record_delimiter: '\r\n', quoted_empty: rows[0]?.length === 1 });

/** The header of a CSV file (RFC 4180): the names of its columns. */
export const csvHeader = (columns: readonly Column[]): string => write([columns.map(({ name }) => name)]);

/** Rows as lines of CSV (RFC 4180), each closed by CRLF. */
export const csvLines = (columns: readonly Column[], rows: readonly unknown[]): string =>
  rows.length === 0 ? '' : write(rows.map((row) => columns.map((column) => cellOf(column, row))));
