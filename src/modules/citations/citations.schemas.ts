import { z } from 'zod';
import { asOfParameter } from '../../lists/as-of.ts';

export const citationFormats = ['text', 'bibtex', 'csl'] as const;
export type CitationFormat = (typeof citationFormats)[number];

export const citationQuerySchema = z.strictObject({
  format: z.enum(citationFormats).optional().describe('Format of the citation. Takes precedence over the Accept header. Default: text.'),
  asOf: asOfParameter,
});

/** The citation in OpenAPI: a string in every format. */
export const recordCitationSchema = z.string().meta({ id: 'RecordCitation', description: 'A citation of the record.' });
