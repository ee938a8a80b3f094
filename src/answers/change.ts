import { z } from 'zod';
import { recordSchemas } from '../domain/records/records.ts';
import { collections } from '../domain/vocabulary.ts';

/** What each change and revision tells. */
export const changeShape = {
  sequence: z.int().positive().describe('Number of the change; there is no gap.'),
  operation: z
    .enum(['put', 'retract', 'rename'])
    .describe('What was done; `rename`: the record stands under another id. The list of values may grow.'),
  version: z.int().positive().describe('Version of the record after it.'),
  recordedAt: z.string().describe('When it was accepted (UTC, ISO 8601).'),
  actor: z.string().describe('Who made it: the name of a key, `import` for what came with the software, or `command-line`.'),
  renamedTo: z.string().describe('Of a rename: the id under which the record stands since.').optional(),
};

export const changeSchema = z
  .object({
    ...changeShape,
    collection: z.enum(collections).describe('Collection of the record.'),
    id: z.string().describe('Id of the record.'),
    record: z.union(Object.values(recordSchemas)).nullable().describe('The record as it was put; null where it was retracted or renamed.'),
    affected: z
      .array(
        z
          .object({ collection: z.enum(collections).describe('Collection of the record.'), id: z.string().describe('Id of the record.') })
          .meta({ id: 'AffectedRecord', description: 'A record whose answers moved with a change to another.' }),
      )
      .describe('Other records whose answers moved. Of changes that were accepted together, the last names those of all.'),
  })
  .meta({ id: 'Change', description: 'One accepted change to the data.' });
