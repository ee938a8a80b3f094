import { z } from 'zod';
import { dateSchema, identifierSchema, namedObject } from '../domain/records/primitives.ts';
import { sourceShape } from '../domain/records/source.ts';
import { attributions, collections } from '../domain/vocabulary.ts';
import { knownFromField, versionField } from './derived-fields.ts';

const sourceResponseShape = {
  ...sourceShape,
  accessionNumber: z.string().nullable().describe('Accession number of a filing on sec.gov; null for other sources.'),
  knownFrom: knownFromField,
  version: versionField,
};

export const sourceResponseSchema = z
  .object(sourceResponseShape)
  .meta({ id: 'Source', description: 'A publication with a URL and a date.' });

const supportedFactSchema = namedObject('SupportedFact', 'A record or event that cites the source.', {
  collection: z.enum(collections).describe('Collection of the record that cites it.'),
  id: identifierSchema.describe('Id of the record that cites it.'),
  reportedOn: dateSchema.nullable().describe('`reportedOn` of the event that it supports; null if it supports the whole record.'),
  attribution: z.enum(attributions).describe('Whom the source attributes the fact to.'),
  knownFrom: knownFromField,
});

export const sourceDetailSchema = namedObject('SourceDetail', 'A publication with the records that it supports.', {
  ...sourceResponseShape,
  supports: z.array(supportedFactSchema).describe('What the source supports, by collection, record and event.'),
});
