import { z } from 'zod';
import { namedObject } from '../../domain/records/primitives.ts';
import { metaSchema } from '../../responses/envelope.ts';

const fileSchema = namedObject('ExportFile', 'A file with part or all of the dataset.', {
  name: z.string().describe('Name of the file.'),
  url: z.string().describe('URL of the file. It contains the data version, so all files in one response have the same version.'),
  title: z.string().describe('Description.'),
  description: z.string().describe('Description of the file.'),
  mediaType: z.string().describe('Its media type.'),
  bytes: z.int().nonnegative().describe('Its size in bytes.'),
  sha256: z.string().describe('SHA-256 of its bytes, in hexadecimal.'),
});

const dataVersion = z
  .string()
  .max(100)
  .optional()
  .describe(
    'The data version of the files: a release, or a value of `meta.dataVersion`. Default: the newest. Apart from releases, only the newest few versions are kept.',
  );

export const exportQuerySchema = z.strictObject({ dataVersion });

export const exportListSchema = namedObject('ExportList', 'The whole dataset as files from one snapshot.', {
  data: z.array(fileSchema).describe('The files.'),
  meta: metaSchema.omit({ asOfRequested: true }).meta({ id: 'ExportMeta', description: 'The state of the data in the files.' }),
});

export const exportParameterSchema = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(200)
    .describe('Name of the file, as `/v1/exports` lists it, such as `deals.csv`, `roundtrip.sqlite`, `datapackage.json` or `SHA256SUMS`.'),
});

export const exportFileSchema = z.string().meta({ id: 'ExportBytes', description: 'The bytes of the file.' });
