import { z } from 'zod';
import { isDate } from '../dates.ts';
import { attributions } from '../vocabulary.ts';

const identifierPattern = /^[a-z0-9]+(-[a-z0-9]+)*$/;

export const identifierSchema = z
  .string()
  .max(100)
  .regex(identifierPattern, { error: 'An id must consist of lowercase letters and digits, in words separated by single hyphens.' });

/** Maximum number of items in a list of a record. No real record comes close; the limit bounds the work for one record. */
export const maxListItems = 200;

const boundedTextSchema = (maxCharacters: number) =>
  z
    .string()
    .min(1)
    .max(maxCharacters, { error: `The text must not be longer than ${maxCharacters} characters.` })
    .refine((text) => text === text.trim(), { error: 'The text must not start or end with whitespace.' })
    .refine((text) => !/\p{Surrogate}/u.test(text), { error: 'The text contains a lone surrogate, which is not valid Unicode.' });

export const textSchema = boundedTextSchema(5_000);

/** A name or a title, short enough to sort by. */
export const nameSchema = boundedTextSchema(500);

export const dateSchema = z
  .string()
  .refine(isDate, { error: 'A date must be a calendar date as YYYY, YYYY-MM or YYYY-MM-DD.' })
  .meta({ examples: ['2025-10-28'] });

// Publishers use non-ASCII letters in URLs, which makes them IRIs (RFC 3987).
export const urlSchema = z
  .url({ protocol: /^https?$/, error: 'A URL must be absolute and use http or https.' })
  .max(2_048, { error: 'The URL must not be longer than 2048 characters.' })
  .meta({ format: 'iri' });

export const citationSchema = z
  .strictObject({
    source: identifierSchema.describe('Id of the source.'),
    attribution: z
      .enum(attributions)
      .describe(
        "Whom the source attributes the fact to: a filing, the company, a named person or body, unnamed sources, or the publication's own analysis.",
      ),
  })
  .meta({
    id: 'Citation',
    description: 'A source and the attribution that it gives for the fact.',
    examples: [{ source: 'amazon-2026-02-27-8k', attribution: 'filing' }],
  });
export type Citation = z.infer<typeof citationSchema>;

export const citationsSchema = z
  .array(citationSchema)
  .min(1)
  .max(maxListItems)
  .refine((citations) => new Set(citations.map((citation) => citation.source)).size === citations.length, {
    error: 'The same source must not be cited twice.',
  });
