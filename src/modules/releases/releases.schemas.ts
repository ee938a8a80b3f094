import { z } from 'zod';
import { namedObject } from '../../domain/records/primitives.ts';
import { metaSchema } from '../../responses/envelope.ts';

export const releaseListQuerySchema = z.strictObject({});

const releaseSchema = namedObject('Release', 'A frozen state of the data.', {
  version: z.string().describe('Name of the release, for use in `dataVersion`.'),
  createdAt: z.string().describe('When it was created (UTC, ISO 8601).'),
  dataVersion: z.string().describe('The data version that it froze, as in `meta.dataVersion`. You can use it in `dataVersion` too.'),
  date: z.string().describe('Date of the dataset (YYYY-MM-DD).'),
  knownTo: z.string().describe('The last day that it covers (YYYY-MM-DD).'),
  license: z.string().describe('License of the data, as an SPDX identifier.'),
  counts: z.record(z.string(), z.int().nonnegative()).describe('Number of records by collection.'),
  url: z.string().describe('The index of the API, as of the release.'),
});

export const releaseListSchema = z
  .object({ data: z.array(releaseSchema).describe('The releases, newest first.'), meta: metaSchema })
  .meta({ id: 'ReleaseList', description: 'Every release.' });
