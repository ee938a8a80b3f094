import { z } from 'zod';
import { changeableTerms } from '../domain/deal-events.ts';
import { dealEventSchema } from '../domain/records/deal.ts';
import { identifierSchema } from '../domain/records/primitives.ts';
import { certainties, dealKinds } from '../domain/vocabulary.ts';
import { knownFromField } from './derived.ts';

export const eventAnswerSchema = z
  .object({
    id: z.string().describe('Id of the event: that of the deal, and its place in the whole history.'),
    deal: identifierSchema.describe('Id of the deal.'),
    title: z.string().describe('Title of the deal.'),
    kind: z.enum(dealKinds).describe('Kind of the deal. The list of values may grow.'),
    ...dealEventSchema.shape,
    certainty: z.enum(certainties).describe('How firm the report itself is. The list of values may grow.'),
    changed: z
      .array(z.enum(changeableTerms))
      .describe('What it changed against the state before; empty where it only confirmed. The list of values may grow.'),
    knownFrom: knownFromField,
  })
  .meta({ id: 'Event', description: 'One dated report on a deal, and what it changed.' });
