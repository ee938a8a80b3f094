import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import { type Column, getCellValue } from './columns.ts';

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

/** Rows per row group. One group is held in memory. */
const rowsPerGroup = 20_000;

const toSchemaElements = ({ name, type, isRequired }: Column): SchemaElement[] => {
  const repetition = isRequired ? ('REQUIRED' as const) : ('OPTIONAL' as const);
  if (type === 'integer') return [{ name, type: 'INT64', repetition_type: repetition }];
  if (type === 'number') return [{ name, type: 'DOUBLE', repetition_type: repetition }];
  if (type === 'boolean') return [{ name, type: 'BOOLEAN', repetition_type: repetition }];
  if (type !== 'list') return [{ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: repetition }];
  return [
    { name, converted_type: 'LIST', repetition_type: repetition, num_children: 1 },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
  ];
};

const toParquetValue = (column: Column, row: unknown): unknown => {
  const value = getCellValue(row, column);
  if (value === null) return undefined;
  if (column.type === 'integer') return BigInt(value as number);
  return column.type === 'json' ? JSON.stringify(value) : value;
};

/**
 * Creates a Parquet file (https://parquet.apache.org/docs/file-format/) to append rows to. Lists become lists of strings; other nested
 * values become JSON. The caller must call `close`, which writes the rows in memory and the footer.
 */
export const createParquetFile = (path: string, columns: readonly Column[]) => {
  const schema: SchemaElement[] = [{ name: 'root', num_children: columns.length }, ...columns.flatMap(toSchemaElements)];
  const writer = new ParquetWriter({ writer: fileWriter(path), schema, createdBy: 'roundtrip' });
  let buffered: unknown[][] = columns.map(() => []);
  const flush = () => {
    if (buffered[0] === undefined || buffered[0].length === 0) return;
    void writer.write({
      columnData: columns.map(({ name }, index) => ({ name, data: buffered[index] ?? [] })),
      rowGroupSize: rowsPerGroup,
    });
    buffered = columns.map(() => []);
  };
  return {
    append: (rows: readonly unknown[]): void => {
      for (const row of rows) {
        for (const [index, column] of columns.entries()) buffered[index]?.push(toParquetValue(column, row));
        if ((buffered[0]?.length ?? 0) >= rowsPerGroup) flush();
      }
    },
    close: (): void => {
      flush();
      void writer.finish();
    },
  };
};
