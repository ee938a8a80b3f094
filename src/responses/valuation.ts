import { namedObject, usdIntervalSchema } from '../domain/records/primitives.ts';
import { valuationShape } from '../domain/records/valuation.ts';
import { evidenceGradeField, knownFromField, versionField } from './derived-fields.ts';

export const valuationResponseSchema = namedObject('Valuation', "One observation of a company's valuation.", {
  ...valuationShape,
  amountUsd: usdIntervalSchema.describe('The valuation in whole US dollars.'),
  evidenceGrade: evidenceGradeField,
  knownFrom: knownFromField,
  version: versionField,
});
