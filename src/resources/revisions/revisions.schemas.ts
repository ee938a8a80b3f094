import { z } from 'zod';
import { changeShape } from '../../answers/change.ts';
import { metaSchema, pageSchema } from '../../answers/envelope.ts';
import { wholeNumber } from '../../http/parameters.ts';
import { formatParameter } from '../../lists/list-query.ts';

export const revisionQuerySchema = z.strictObject({
  limit: wholeNumber(1, 200).default(50).describe('Revisions on a page, 1 to 200.'),
  cursor: z
    .string()
    .max(1_000)
    .optional()
    .describe('Opaque position from `page.next` of the page before; everything else has to stay the same.'),
  format: formatParameter,
});
export type RevisionQuery = z.infer<typeof revisionQuerySchema>;

const revisionSchema = z
  .object({
    ...changeShape,
    changes: z
      .array(
        z
          .object({
            op: z.enum(['add', 'remove', 'replace', 'move', 'copy', 'test']).describe('What is done at the place.'),
            path: z.string().describe('The place in the record (JSON Pointer, RFC 6901).'),
            from: z.string().describe('Where a value is taken from, for `move` and `copy`.').optional(),
            value: z.unknown().describe('The new value, for `add` and `replace`.').optional(),
          })
          .meta({ id: 'PatchOperation', description: 'One operation of JSON Patch (RFC 6902).' }),
      )
      .describe('What changed against the version before, as JSON Patch (RFC 6902).'),
  })
  .meta({ id: 'Revision', description: 'One version of a record: who made it, when, and what it changed.' });

export const revisionListSchema = z
  .object({ data: z.array(revisionSchema).describe('The revisions, newest first.'), page: pageSchema, meta: metaSchema })
  .meta({ id: 'RevisionList', description: 'A page of the revisions of a record.' });
