import { z } from 'zod';
import { financialShape } from '../domain/records/financial.ts';
import { usdIntervalSchema } from '../domain/records/primitives.ts';
import { evidenceGradeField, knownFromField, versionField } from './derived-fields.ts';

export const financialResponseSchema = z
  .object({
    ...financialShape,
    amountUsd: usdIntervalSchema.describe('The financial in whole US dollars.'),
    evidenceGrade: evidenceGradeField,
    knownFrom: knownFromField,
    version: versionField,
  })
  .meta({ id: 'Financial', description: "One observation of a company's financial." });
