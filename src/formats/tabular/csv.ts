import { stringify } from 'csv-stringify/sync';
import { type Column, getCellValue, listSeparator } from './columns.ts';

/**
 * Text that a spreadsheet could interpret as a formula: it starts with one of `= + - @` (also full-width), possibly after white space
 * and control characters, or with a tab or a line break. Text that starts with an apostrophe is escaped too, which makes the escape
 * reversible.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
const formulaPattern = /^(?:['\t\r\n]|[\s\p{Cc}\p{Cf}]*[=+\-@\uff1d\uff0b\uff0d\uff20])/u;

/** Returns the text with a leading apostrophe if a spreadsheet could interpret it as a formula. */
export const escapeFormula = (text: string): string => (formulaPattern.test(text) ? `'${text}` : text);

/** Reverses {@link escapeFormula}. */
export const unescapeFormula = (cell: string): string => (cell.startsWith("'") ? cell.slice(1) : cell);

/** Formats the value of a column as cell text; null becomes the empty cell. */
const formatCell = (column: Column, row: unknown): string => {
  const value = getCellValue(row, column);
  if (value === null) return '';
  // Do not escape numbers: a negative number is not a formula.
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (column.type === 'list') return escapeFormula((value as readonly unknown[]).join(listSeparator));
  return escapeFormula(typeof value === 'string' ? value : JSON.stringify(value));
};

// A row with one empty cell would be an empty line, which CSV readers skip.
const stringifyRows = (rows: readonly (readonly string[])[]): string =>
  stringify([...rows] as string[][], {
    record_delimiter: '\r\n',
    quoted_empty: rows[0]?.length === 1,
    // RFC 4180, section 2.6: the library quotes only the record delimiter itself, which is both characters.
    quoted_match: /[\r\n]/,
  });

/** Returns the header row of a CSV file (RFC 4180) with the names of the columns, terminated by CRLF. */
export const toCsvHeader = (columns: readonly Column[]): string => stringifyRows([columns.map(({ name }) => name)]);

/** Returns rows as CSV (RFC 4180), each terminated by CRLF; the empty string if there are none. */
export const toCsvLines = (columns: readonly Column[], rows: readonly unknown[]): string =>
  rows.length === 0 ? '' : stringifyRows(rows.map((row) => columns.map((column) => formatCell(column, row))));
