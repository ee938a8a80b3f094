import { namedObject, usdIntervalSchema } from '../domain/records/primitives.ts';
import { stakeShape } from '../domain/records/stake.ts';
import { evidenceGradeField, knownFromField, versionField } from './derived-fields.ts';

export const stakeResponseSchema = namedObject('Stake', 'One observation of how much of an issuer a holder owns.', {
  ...stakeShape,
  valueUsd: usdIntervalSchema.nullable().describe('Value of the stake in whole US dollars; null if not stated.'),
  evidenceGrade: evidenceGradeField,
  knownFrom: knownFromField,
  version: versionField,
});
