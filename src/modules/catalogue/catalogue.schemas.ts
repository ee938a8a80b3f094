import { z } from 'zod';
import { collections } from '../../domain/vocabulary.ts';
import { asOfParameter } from '../../http/parameters.ts';
import { metaSchema } from '../../responses/envelope.ts';

export const catalogueQuerySchema = z.strictObject({ asOf: asOfParameter });

const collectionEntrySchema = z
  .object({
    name: z.enum(collections).describe('Name of the collection. The list of values may grow.'),
    url: z.string().describe('Path of its list.'),
    count: z.int().nonnegative().describe('Number of records.'),
  })
  .meta({ id: 'CollectionEntry', description: 'A collection and its number of records.' });

const datasetEntrySchema = z
  .object({
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
  })
  .meta({ id: 'DatasetEntry', description: 'The dataset and its terms of use.' });

const linkEntrySchema = z
  .object({
    name: z.string().describe('Description.'),
    url: z.string().describe('Its path.'),
  })
  .meta({ id: 'LinkEntry', description: 'A link.' });

export const catalogueSchema = z
  .object({
    data: z
      .object({
        dataset: datasetEntrySchema,
        collections: z.array(collectionEntrySchema).describe('The collections.'),
        links: z.array(linkEntrySchema).describe('Links to search, documentation and operations.'),
      })
      .meta({ id: 'CatalogueEntry', description: 'What the API offers.' }),
    meta: metaSchema,
  })
  .meta({ id: 'Catalogue', description: 'The index of the API.' });
