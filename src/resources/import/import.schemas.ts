import { z } from 'zod';
import { collections } from '../../domain/vocabulary.ts';
import { flagParameter } from '../../http/parameters.ts';

/** Most bytes of one import. */
export const importBytesMax = 64 * 1_048_576;

export const importQuerySchema = z.strictObject({
  dryRun: flagParameter().optional().describe('true checks everything and answers what would be written, and writes nothing.'),
});

export const importBodySchema = z.string().meta({
  id: 'ImportBody',
  description: `NDJSON: a JSON object in each line, with \`collection\` and \`record\`. At most ${importBytesMax} bytes.`,
});

const count = z.int().nonnegative();

export const importReportSchema = z
  .object({
    data: z
      .object({
        dryRun: z.boolean().describe('True where nothing was written.'),
        added: count.describe('Records that were not there.'),
        changed: count.describe('Records that were there, and are otherwise now.'),
        unchanged: count.describe('Records that were there as they are.'),
        lines: z
          .array(
            z
              .object({
                line: z.int().positive().describe('Number of the line, from 1.'),
                collection: z.enum(collections).describe('Collection of the record.'),
                id: z.string().describe('Id of the record.'),
                outcome: z.enum(['added', 'changed', 'unchanged']).describe('What became of it. The list of values may grow.'),
                version: z.int().positive().describe('Version of the record after it.'),
              })
              .meta({ id: 'ImportedLine', description: 'What became of one line.' }),
          )
          .describe('What became of each line.'),
      })
      .meta({ id: 'ImportSummary', description: 'What an import did.' }),
  })
  .meta({ id: 'ImportReport', description: 'What an import did, line by line.' });
