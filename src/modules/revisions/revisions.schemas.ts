import { z } from 'zod';
import { namedObject } from '../../domain/records/primitives.ts';
import { cursorParameter, integerParameter } from '../../http/parameters.ts';
import { formatShape } from '../../lists/list-query.ts';
import { changeShape } from '../../responses/change.ts';
import { metaSchema, pageSchema } from '../../responses/envelope.ts';

export const revisionQuerySchema = z.strictObject({
  limit: integerParameter(1, 200).default(50).describe('Number of revisions per page, 1 to 200.'),
  cursor: cursorParameter,
  ...formatShape,
});
export type RevisionQuery = z.infer<typeof revisionQuerySchema>;

const revisionSchema = namedObject('Revision', 'One version of a record: who made it, when and what it changed.', {
  ...changeShape,
  changes: z
    .array(
      namedObject('PatchOperation', 'One operation of JSON Patch (RFC 6902).', {
        op: z.enum(['add', 'remove', 'replace', 'move', 'copy', 'test']).describe('The operation.'),
        path: z.string().describe('JSON Pointer into the record (RFC 6901).'),
        from: z.string().describe('Source of the value for `move` and `copy` (JSON Pointer).').optional(),
        value: z.unknown().describe('The new value, for `add` and `replace`.').optional(),
      }),
    )
    .describe('Changes from the previous version as JSON Patch (RFC 6902).'),
});

export const revisionListSchema = z
  .object({ data: z.array(revisionSchema).describe('The revisions, newest first.'), page: pageSchema, meta: metaSchema })
  .meta({ id: 'RevisionList', description: 'A page of the revisions of a record.' });
