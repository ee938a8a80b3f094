import { z } from 'zod';
import { integerParameter } from '../../http/parameters.ts';
import { formatShape } from '../../lists/list-query.ts';
import { changeShape } from '../../responses/change.ts';
import { metaSchema, pageSchema } from '../../responses/envelope.ts';

export const revisionQuerySchema = z.strictObject({
  limit: integerParameter(1, 200).default(50).describe('Number of revisions per page, 1 to 200.'),
  cursor: z
    .string()
    .max(1_000)
    .optional()
    .describe('Opaque cursor from `page.next` of the previous page. All other parameters must stay the same.'),
  ...formatShape,
});
export type RevisionQuery = z.infer<typeof revisionQuerySchema>;

const revisionSchema = z
  .object({
    ...changeShape,
    changes: z
      .array(
        z
          .object({
            op: z.enum(['add', 'remove', 'replace', 'move', 'copy', 'test']).describe('The operation.'),
            path: z.string().describe('JSON Pointer into the record (RFC 6901).'),
            from: z.string().describe('Source of the value for `move` and `copy` (JSON Pointer).').optional(),
            value: z.unknown().describe('The new value, for `add` and `replace`.').optional(),
          })
          .meta({ id: 'PatchOperation', description: 'One operation of JSON Patch (RFC 6902).' }),
      )
      .describe('Changes from the previous version as JSON Patch (RFC 6902).'),
  })
  .meta({ id: 'Revision', description: 'One version of a record: who made it, when and what it changed.' });

export const revisionListSchema = z
  .object({ data: z.array(revisionSchema).describe('The revisions, newest first.'), page: pageSchema, meta: metaSchema })
  .meta({ id: 'RevisionList', description: 'A page of the revisions of a record.' });
