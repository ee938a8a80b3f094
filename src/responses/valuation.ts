import { z } from 'zod';
import { usdIntervalSchema } from '../domain/records/primitives.ts';
import { valuationShape } from '../domain/records/valuation.ts';
import { evidenceGradeField, knownFromField, versionField } from './derived-fields.ts';

export const valuationResponseSchema = z
  .object({
    ...valuationShape,
    amountUsd: usdIntervalSchema.describe('The valuation in whole US dollars.'),
    evidenceGrade: evidenceGradeField,
    knownFrom: knownFromField,
    version: versionField,
  })
  .meta({ id: 'Valuation', description: "One observation of a company's valuation." });
