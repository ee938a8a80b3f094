import { z } from 'zod';
import { namedObject } from '../../domain/records/primitives.ts';
import { collections } from '../../domain/vocabulary.ts';
import { flagParameter } from '../../http/parameters.ts';

/** Maximum size of an import in bytes. */
export const maxImportBytes = 64 * 1_048_576;

export const importQuerySchema = z.strictObject({
  dryRun: flagParameter().optional().describe('`true` validates everything and reports what would be written, without writing.'),
});

export const importBodySchema = z.string().meta({
  id: 'ImportBody',
  description: `NDJSON: one JSON object per line with \`collection\` and \`record\`. At most ${maxImportBytes} bytes.`,
});

const count = z.int().nonnegative();

export const importReportSchema = namedObject('ImportReport', 'Result of an import, line by line.', {
  data: namedObject('ImportSummary', 'Summary of an import.', {
    dryRun: z.boolean().describe('True if nothing was written.'),
    added: count.describe('Number of new records.'),
    changed: count.describe('Number of changed records.'),
    unchanged: count.describe('Number of unchanged records.'),
    lines: z
      .array(
        namedObject('ImportedLine', 'The outcome of one line.', {
          line: z.int().positive().describe('Line number, from 1.'),
          collection: z.enum(collections).describe('Collection of the record.'),
          id: z.string().describe('Id of the record.'),
          outcome: z.enum(['added', 'changed', 'unchanged']).describe('Outcome of the line. The list of values may grow.'),
          version: z.int().positive().describe('Version of the record after the change.'),
        }),
      )
      .describe('The outcome of each line.'),
  }),
});
