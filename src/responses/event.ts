import { z } from 'zod';
import { changeableTerms } from '../domain/deal-events.ts';
import { dealEventSchema } from '../domain/records/deal.ts';
import { identifierSchema } from '../domain/records/primitives.ts';
import { certainties, dealKinds } from '../domain/vocabulary.ts';
import { knownFromField } from './derived-fields.ts';

export const eventResponseSchema = z
  .object({
    id: z.string().describe('Id of the event: the deal id and the position in the full history.'),
    deal: identifierSchema.describe('Id of the deal.'),
    title: z.string().describe('Title of the deal.'),
    kind: z.enum(dealKinds).describe('Kind of the deal. The list of values may grow.'),
    ...dealEventSchema.shape,
    certainty: z.enum(certainties).describe('Certainty of the reported status. The list of values may grow.'),
    changed: z
      .array(z.enum(changeableTerms))
      .describe('What the event changed compared with the previous state. Empty if it only confirmed it. The list of values may grow.'),
    knownFrom: knownFromField,
  })
  .meta({ id: 'Event', description: 'One dated report on a deal and what it changed.' });
