import { z } from 'zod';
import { namedObject } from '../domain/records/primitives.ts';
import { recordSchemas } from '../domain/records/records.ts';
import { collections } from '../domain/vocabulary.ts';

/** The fields that changes and revisions share. */
export const changeShape = {
  sequence: z.int().positive().describe('Sequence number of the change. Numbers have no gaps.'),
  operation: z
    .enum(['put', 'retract', 'rename'])
    .describe('The operation. `rename` means that the record now has another id. The list of values may grow.'),
  version: z.int().positive().describe('Version of the record after the change.'),
  recordedAt: z.string().describe('When the change was accepted (UTC, ISO 8601).'),
  actor: z.string().describe('Who made the change: the name of an API key, `import` for the bundled dataset, or `command-line`.'),
  renamedTo: z.string().describe('The new id of a renamed record.').optional(),
};

export const changeSchema = namedObject('Change', 'One accepted change to the data.', {
  ...changeShape,
  collection: z.enum(collections).describe('Collection of the record.'),
  id: z.string().describe('Id of the record.'),
  record: z.union(Object.values(recordSchemas)).nullable().describe('The stored record; null if it was retracted or renamed.'),
  affected: z
    .array(
      z
        .object({ collection: z.enum(collections).describe('Collection of the record.'), id: z.string().describe('Id of the record.') })
        .meta({ id: 'AffectedRecord', description: 'A record whose API response changed because another record changed.' }),
    )
    .describe(
      'Other records whose API responses changed. When several changes are accepted in one transaction, the last one lists them for all.',
    ),
});
