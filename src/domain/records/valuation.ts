import { z } from 'zod';
import { valuationBases } from '../vocabulary.ts';
import { citationsSchema, identifierSchema, moneySchema, recordDateSchema } from './primitives.ts';

export const valuationShape = {
  id: identifierSchema.describe('Id of the observation. Never reused.'),
  company: identifierSchema.describe('Id of the valued company.'),
  observedOn: recordDateSchema.describe('Date to which the valuation applies.'),
  amount: moneySchema.describe('The valuation in whole currency units.'),
  basis: z.enum(valuationBases).describe('What the valuation is based on.'),
  deal: identifierSchema.describe('Id of the deal that created it.').optional(),
  citations: citationsSchema.describe('The sources that state it, with their attribution.'),
};

export const valuationRecordSchema = z
  .strictObject(valuationShape)
  .meta({ id: 'ValuationRecord', description: "A stored valuation: one observation of a company's valuation." });
export type ValuationRecord = z.infer<typeof valuationRecordSchema>;
