import { z } from 'zod';
import { metaSchema } from '../../answers/envelope.ts';

const fileSchema = z
  .object({
    name: z.string().describe('Name of the file.'),
    url: z.string().describe('Where it is: the address names the version of the data, so that all files of one index belong together.'),
    title: z.string().describe('What it is.'),
    description: z.string().describe('What is in it.'),
    mediaType: z.string().describe('Its media type.'),
    bytes: z.int().nonnegative().describe('Its size in bytes.'),
    sha256: z.string().describe('SHA-256 of its bytes, in hexadecimal.'),
  })
  .meta({ id: 'ExportFile', description: 'A file with a part of the dataset, or all of it.' });

const dataVersion = z
  .string()
  .max(100)
  .optional()
  .describe(
    'The version of the data that the files have to be of: that of a release, or as `meta.dataVersion` tells it; the newest without it. Besides those of releases the newest few are kept.',
  );

export const exportQuerySchema = z.strictObject({ dataVersion });

export const exportListSchema = z
  .object({
    data: z.array(fileSchema).describe('The files.'),
    meta: metaSchema.omit({ asOfRequested: true }).meta({ id: 'ExportMeta', description: 'Of which state of the data they are.' }),
  })
  .meta({ id: 'ExportList', description: 'The whole dataset as files, all from one snapshot.' });

export const exportParameterSchema = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(200)
    .describe('Name of the file, as `/v1/exports` lists it, such as `deals.csv`, `roundtrip.sqlite`, `datapackage.json` or `SHA256SUMS`.'),
});

export const exportFileSchema = z.string().meta({ id: 'ExportBytes', description: 'The bytes of the file.' });
