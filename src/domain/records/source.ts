import { z } from 'zod';
import { sourceKinds } from '../vocabulary.ts';
import { identifierSchema, nameSchema, recordDateSchema, urlSchema } from './primitives.ts';

export const sourceShape = {
  id: identifierSchema.describe('Id of the source. Never reused.'),
  publisher: nameSchema.describe('Name of the publisher. "A (via B)" means text by A carried by B.'),
  title: nameSchema
    .refine((title) => !/^[[(]/.test(title), { error: 'A title must not be in brackets.' })
    .describe('Title of the publication.'),
  titleStated: z.boolean().describe('False if the original title was not seen and `title` is a plain description.'),
  url: urlSchema.describe('URL of the publication.'),
  publishedOn: recordDateSchema.describe('Date of publication.'),
  kind: z.enum(sourceKinds).describe('Kind of publication. The list of values may grow.'),
};

export const sourceRecordSchema = z
  .strictObject(sourceShape)
  .meta({ id: 'SourceRecord', description: 'A stored source: a publication with a URL and a date.' });
export type SourceRecord = z.infer<typeof sourceRecordSchema>;

/**
 * Returns a URL without its scheme, a leading `www.` and a trailing slash, in which two URLs of the same page can differ. No two sources
 * share the result.
 */
export const normalizeUrl = ({ url }: Pick<SourceRecord, 'url'>): string => url.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '');
