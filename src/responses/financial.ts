import { financialShape } from '../domain/records/financial.ts';
import { namedObject, usdIntervalSchema } from '../domain/records/primitives.ts';
import { evidenceGradeField, knownFromField, versionField } from './derived-fields.ts';

export const financialResponseSchema = namedObject('Financial', 'One reported financial figure of a company.', {
  ...financialShape,
  amountUsd: usdIntervalSchema.describe('The amount in whole US dollars.'),
  evidenceGrade: evidenceGradeField,
  knownFrom: knownFromField,
  version: versionField,
});
