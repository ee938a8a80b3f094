import { z } from 'zod';
import { acceptedSourceKinds } from '../vocabulary.ts';
import { identifierSchema, nameSchema, recordDateSchema, urlSchema } from './primitives.ts';

/**
 * Returns a URL without its scheme, a leading `www.` and a trailing slash, in which two URLs of the same page can differ. No two sources
 * share the result.
 */
export const normalizeUrl = ({ url }: { url: string }): string => url.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '');

/** Returns the name of an outlet in lowercase, without punctuation and a leading "the". Two spellings of an outlet share the result. */
export const normalizeOutlet = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/^the /, '');

/** Returns the normalized name of the outlet that wrote the text of a source. */
export const findOutlet = ({ publisher, originalOutlet }: { publisher: string; originalOutlet?: string | undefined }): string =>
  normalizeOutlet(originalOutlet ?? publisher.replace(/ \(.*\)$/, ''));

/** Returns the accession number of a filing with the SEC, which is part of its URL on sec.gov; null for other sources. */
export const findAccessionNumber = ({ url }: { url: string }): string | null => {
  const [, filer, year, number] = /^https?:\/\/(?:www\.)?sec\.gov\/Archives\/.*?\/(\d{10})-?(\d{2})-?(\d{6})\b/.exec(url) ?? [];
  return number === undefined ? null : `${filer}-${year}-${number}`;
};

export const sourceShape = {
  id: identifierSchema.describe('Id of the source. Never reused.'),
  publisher: nameSchema.describe('Name of the publisher. "A (via B)" means text by A carried by B.'),
  title: nameSchema
    .refine((title) => !/^[[(]/.test(title), { error: 'A title must not be in brackets.' })
    .describe('Title of the publication.'),
  titleStated: z.boolean().describe('False if the original title was not seen and `title` is a plain description.'),
  url: urlSchema.describe('URL of the publication.'),
  publishedOn: recordDateSchema.describe('Date of publication.'),
  kind: z
    .enum(acceptedSourceKinds)
    .describe(
      "Kind of publication: a filing on the site of the regulator, a copy of one, a party's own announcement, an outlet's own reporting, a text of another outlet, a summary of other publications, or an analysis. `press_release`, `news`, `blog` and `interview` are former kinds. The list of values may grow.",
    ),
  originalOutlet: nameSchema.describe('Name of the outlet whose text it carries or retells. Required for a relay.').optional(),
  relayOf: urlSchema.describe('URL of the text that it carries or retells.').optional(),
};

export const sourceRecordSchema = z
  .strictObject(sourceShape)
  .refine(({ kind, originalOutlet }) => kind !== 'relay' || originalOutlet !== undefined, {
    path: ['originalOutlet'],
    error: 'A relay requires originalOutlet.',
  })
  .refine(({ url, relayOf }) => relayOf === undefined || normalizeUrl({ url: relayOf }) !== normalizeUrl({ url }), {
    path: ['relayOf'],
    error: 'relayOf must differ from url.',
  })
  .meta({ id: 'SourceRecord', description: 'A stored source: a publication with a URL and a date.' });
export type SourceRecord = z.infer<typeof sourceRecordSchema>;
