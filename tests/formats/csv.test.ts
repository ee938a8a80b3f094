import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Column, listSeparator } from '../../src/formats/tabular/columns.ts';
import { toCsvHeader, toCsvLines, unescapeFormula } from '../../src/formats/tabular/csv.ts';

const column = (name: string, type: Column['type']): Column => ({ name, path: [name], type, description: '', isRequired: false });
const columns = [
  column('text', 'string'),
  column('number', 'number'),
  column('flag', 'boolean'),
  column('ids', 'list'),
  column('more', 'json'),
];

/** Arbitrary texts, plus texts that try to start a formula. */
const blanks = fc
  .array(fc.constantFrom(' ', '\t', '\r', '\n', '\u00a0', '\u2003', '\u3000', '\u0000', '\u200b', '\ufeff'), { maxLength: 3 })
  .map((parts) => parts.join(''));
const dangerousText = fc
  .tuple(
    blanks,
    fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', "'", '"', ',', ';', ''),
    fc.string({ unit: 'binary' }),
  )
  .map((parts) => parts.join(''));
const anyText = fc.oneof(dangerousText, fc.string({ unit: 'binary' }), fc.constant('=HYPERLINK("http://example.org";"x")'));
const row = fc.record({
  text: fc.option(anyText),
  number: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
  flag: fc.option(fc.boolean()),
  ids: fc.array(fc.stringMatching(/^[a-z0-9]+(-[a-z0-9]+){0,2}$/), { maxLength: 4 }),
  more: fc.option(fc.array(fc.record({ label: anyText }), { maxLength: 2 })),
});

/** Returns whether a spreadsheet could read a cell as a formula. Skips more leading characters than any known spreadsheet does. */
const startsFormula = (cell: string): boolean => {
  const [first = ''] = cell;
  return ['\t', '\r', '\n'].includes(first) || /^[=+\-@＝＋－＠]/.test(cell.replace(/^[^\p{L}\p{N}\p{P}\p{S}]+/u, ''));
};

describe('CSV', () => {
  it('never starts a cell with a formula, leaves numbers unescaped, and round-trips every value', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
        const written = toCsvHeader(columns) + toCsvLines(columns, rows);
        expect(written.endsWith('\r\n')).toBe(true);
        const read = parse<Record<string, string>>(written, { columns: true, record_delimiter: '\r\n' });
        expect(read).toHaveLength(rows.length);
        for (const [index, { text: given, number, flag, ids, more }] of rows.entries()) {
          const cells = read[index] ?? {};
          for (const name of ['text', 'ids', 'more']) expect(startsFormula(cells[name] ?? ''), JSON.stringify(cells[name])).toBe(false);
          expect(unescapeFormula(cells.text ?? '')).toBe(given ?? '');
          expect(cells.number === '' ? null : Number(cells.number)).toBe(number === null ? null : number + 0);
          expect(cells.flag).toBe(flag === null ? '' : String(flag));
          expect(unescapeFormula(cells.ids ?? '')).toBe(ids.join(listSeparator));
          expect(cells.more === '' ? null : JSON.parse(unescapeFormula(cells.more ?? ''))).toEqual(more);
        }
      }),
      { numRuns: 300 * Number(process.env.TEST_RUNS_FACTOR ?? 1) },
    );
  });

  it('quotes the only cell of a row if it is empty, so that no line is empty', () => {
    const only = [column('text', 'string')];
    const rows = [{ text: null }, { text: 'a' }, {}];
    const written = toCsvHeader(only) + toCsvLines(only, rows);
    expect(written).toBe('text\r\n""\r\na\r\n""\r\n');
  });

  it('quotes a cell that contains a carriage return or a line feed alone, which readers take for the end of a row', () => {
    const rows = ['a\rb', 'a\nb', 'a\r\nb'].map((text) => ({ text, number: 1, flag: true, ids: [], more: null }));
    const written = toCsvHeader(columns) + toCsvLines(columns, rows);
    const read = parse<Record<string, string>>(written, { columns: true, record_delimiter: ['\r\n', '\n', '\r'] });
    expect(read.map(({ text }) => text)).toEqual(rows.map(({ text }) => text));
  });
});
