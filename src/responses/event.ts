import { z } from 'zod';
import { changeableTerms } from '../domain/history.ts';
import { dealEventSchema } from '../domain/records/deal.ts';
import { identifierSchema, namedObject } from '../domain/records/primitives.ts';
import { certainties, dealKinds } from '../domain/vocabulary.ts';
import { knownFromField } from './derived-fields.ts';

export const eventResponseSchema = namedObject('Event', 'One dated report on a deal and what it changed.', {
  id: z
    .string()
    .describe('Id of the event: the deal, the date and the status that it reports, and a number if an earlier event reports the same.'),
  legacyId: z
    .string()
    .describe(
      'Its former id: the deal and the position in the history, which changes when an earlier report is added. Will be removed in version 0.3.',
    ),
  deal: identifierSchema.describe('Id of the deal.'),
  title: z.string().describe('Title of the deal.'),
  kind: z.enum(dealKinds).describe('Kind of the deal. The list of values may grow.'),
  ...dealEventSchema.shape,
  certainty: z.enum(certainties).describe('Certainty of the reported status. The list of values may grow.'),
  changed: z
    .array(z.enum(changeableTerms))
    .describe('What the event changed compared with the previous state. Empty if it only confirmed it. The list of values may grow.'),
  knownFrom: knownFromField,
});
