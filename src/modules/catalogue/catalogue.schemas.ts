import { z } from 'zod';
import { namedObject } from '../../domain/records/primitives.ts';
import { collections } from '../../domain/vocabulary.ts';
import { asOfParameter } from '../../http/parameters.ts';
import { metaSchema } from '../../responses/envelope.ts';

export const catalogueQuerySchema = z.strictObject({ asOf: asOfParameter });

const collectionEntrySchema = namedObject('CollectionEntry', 'A collection and its number of records.', {
  name: z.enum(collections).describe('Name of the collection. The list of values may grow.'),
  url: z.string().describe('Path of its list.'),
  count: z.int().nonnegative().describe('Number of records.'),
});

const datasetEntrySchema = namedObject('DatasetEntry', 'The dataset and its terms of use.', {
  name: z.string().describe('Name of the dataset.'),
  version: z.string().describe('Its version.'),
  date: z.string().describe('Date of the dataset (YYYY-MM-DD): everything in it was public by then.'),
  firstDay: z
    .string()
    .nullable()
    .describe(
      'The first day from which a record with a date is known; null if none is known by the asOf day. Companies and chips have no date.',
    ),
  lastDay: z.string().describe('The last day on which anything became known, up to the asOf day.'),
  license: z.string().describe('License of the data, as an SPDX identifier.'),
  licenseUrl: z.string().describe('URL of the license text.'),
  attribution: z.string().describe('How to attribute the dataset.'),
});

const linkEntrySchema = namedObject('LinkEntry', 'A link.', {
  name: z.string().describe('Description.'),
  url: z.string().describe('Its path.'),
});

export const catalogueSchema = namedObject('Catalogue', 'The index of the API.', {
  data: namedObject('CatalogueEntry', 'What the API offers.', {
    dataset: datasetEntrySchema,
    collections: z.array(collectionEntrySchema).describe('The collections.'),
    links: z.array(linkEntrySchema).describe('Links to search, documentation and operations.'),
  }),
  meta: metaSchema,
});
