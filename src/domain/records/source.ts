import { z } from 'zod';
import { sourceKinds } from '../vocabulary.ts';
import { dateSchema, identifierSchema, nameSchema, urlSchema } from './primitives.ts';

export const sourceShape = {
  id: identifierSchema.describe('Id of the source; never reused.'),
  publisher: nameSchema.describe('Who published it; "A (via B)" is text of A carried by B.'),
  title: nameSchema
    .refine((title) => !/^[[(]/.test(title), { error: 'A title is not put in brackets.' })
    .describe('Its title, a bibliographic fact.'),
  titleStated: z.boolean().describe('False where the title as published was not seen and this is a plain description.'),
  url: urlSchema.describe('Where it was published.'),
  publishedOn: dateSchema.describe('Date of publication.'),
  kind: z.enum(sourceKinds).describe('What kind of publication it is. The list of values may grow.'),
};

export const sourceRecordSchema = z
  .strictObject(sourceShape)
  .meta({ id: 'SourceRecord', description: 'A source as it is stored: a publication with a URL and a date.' });
export type SourceRecord = z.infer<typeof sourceRecordSchema>;

/**
 * Returns a URL without its scheme, a leading `www.` and a trailing slash, in which two URLs of the same page can differ. No two sources
 * share the result.
 */
export const comparableUrlOf = ({ url }: Pick<SourceRecord, 'url'>): string => url.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '');
