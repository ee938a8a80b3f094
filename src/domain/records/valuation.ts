import { z } from 'zod';
import { moneySchema } from '../quantities.ts';
import { valuationBases } from '../vocabulary.ts';
import { citationsSchema, dateSchema, identifierSchema } from './primitives.ts';

export const valuationShape = {
  id: identifierSchema.describe('Id of the observation; never reused.'),
  company: identifierSchema.describe('Id of the company that is valued.'),
  observedOn: dateSchema.describe('Date for which the valuation is stated.'),
  amount: moneySchema.describe('What it was worth, in whole currency units.'),
  basis: z.enum(valuationBases).describe('What the figure rests on.'),
  deal: identifierSchema.describe('Id of the deal that it came from.').optional(),
  citations: citationsSchema.describe('The sources that state it.'),
};

export const valuationRecordSchema = z
  .strictObject(valuationShape)
  .meta({ id: 'ValuationRecord', description: 'A valuation as it is stored: one observation of what a company was worth.' });
export type ValuationRecord = z.infer<typeof valuationRecordSchema>;
