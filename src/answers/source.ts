import { z } from 'zod';
import { dateSchema, identifierSchema } from '../domain/records/primitives.ts';
import { sourceShape } from '../domain/records/source.ts';
import { attributions, collections } from '../domain/vocabulary.ts';
import { knownFromField, versionField } from './derived.ts';

const sourceAnswerShape = { ...sourceShape, knownFrom: knownFromField, version: versionField };

export const sourceAnswerSchema = z.object(sourceAnswerShape).meta({ id: 'Source', description: 'A publication with a URL and a date.' });

export const supportedFactSchema = z
  .object({
    collection: z.enum(collections).describe('Collection of the record that cites it.'),
    id: identifierSchema.describe('Id of the record that cites it.'),
    reportedOn: dateSchema.nullable().describe('Date of the event that it supports; null where it supports the record as a whole.'),
    attribution: z.enum(attributions).describe('On whose word it states the fact.'),
    knownFrom: knownFromField,
  })
  .meta({ id: 'SupportedFact', description: 'A record, or one event of it, that cites the source.' });

export const sourceDetailSchema = z
  .object({ ...sourceAnswerShape, supports: z.array(supportedFactSchema).describe('What it supports, by collection, record and event.') })
  .meta({ id: 'SourceDetail', description: 'A publication, with what it supports.' });
