import { z } from 'zod';
import { metaSchema } from '../../answers/envelope.ts';
import { collections } from '../../domain/vocabulary.ts';
import { asOfParameter } from '../../lists/as-of.ts';

export const catalogueQuerySchema = z.strictObject({ asOf: asOfParameter });

const collectionEntrySchema = z
  .object({
    name: z.enum(collections).describe('Name of the collection. The list of values may grow.'),
    url: z.string().describe('Where its list is, as an absolute path.'),
    count: z.int().nonnegative().describe('How many records it holds.'),
  })
  .meta({ id: 'CollectionEntry', description: 'A collection, and how many records it holds.' });

const datasetEntrySchema = z
  .object({
    name: z.string().describe('Name of the dataset.'),
    version: z.string().describe('Its version.'),
    date: z.string().describe('Its date (YYYY-MM-DD): what it knows was public by then.'),
    license: z.string().describe('Licence of the data, as an SPDX identifier.'),
    licenseUrl: z.string().describe('Where the licence stands.'),
    attribution: z.string().describe('How to name the dataset where its data are used.'),
  })
  .meta({ id: 'DatasetEntry', description: 'Which dataset this is, and on what terms it may be used.' });

const linkEntrySchema = z
  .object({
    name: z.string().describe('What it is.'),
    url: z.string().describe('Where it is, as an absolute path.'),
  })
  .meta({ id: 'LinkEntry', description: 'A place worth knowing.' });

export const catalogueSchema = z
  .object({
    data: z
      .object({
        dataset: datasetEntrySchema,
        collections: z.array(collectionEntrySchema).describe('The collections.'),
        links: z.array(linkEntrySchema).describe('Search, documentation and operation.'),
      })
      .meta({ id: 'CatalogueEntry', description: 'What there is.' }),
    meta: metaSchema,
  })
  .meta({ id: 'Catalogue', description: 'The index of the API.' });
