import { z } from 'zod';
import { metaSchema } from '../../answers/envelope.ts';

export const releaseListQuerySchema = z.strictObject({});

const releaseSchema = z
  .object({
    version: z.string().describe('Name of the release; `dataVersion` takes it.'),
    createdAt: z.string().describe('When it was made (UTC, ISO 8601).'),
    dataVersion: z
      .string()
      .describe('The state of the data that it froze, as `meta.dataVersion` told it then; `dataVersion` takes it too.'),
    date: z.string().describe('Date of the dataset (YYYY-MM-DD).'),
    knownTo: z.string().describe('The last day that it knows (YYYY-MM-DD).'),
    license: z.string().describe('Licence of the data, as an SPDX identifier.'),
    counts: z.record(z.string(), z.int().nonnegative()).describe('Number of records by collection.'),
    url: z.string().describe('The index of the API, answered from the release.'),
  })
  .meta({ id: 'Release', description: 'A state of the data that was frozen, and is answered from for ever.' });

export const releaseListSchema = z
  .object({ data: z.array(releaseSchema).describe('The releases, the newest first.'), meta: metaSchema })
  .meta({ id: 'ReleaseList', description: 'Every release.' });
