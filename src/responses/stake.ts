import { z } from 'zod';
import { usdIntervalSchema } from '../domain/records/primitives.ts';
import { stakeShape } from '../domain/records/stake.ts';
import { evidenceGradeField, knownFromField, versionField } from './derived-fields.ts';

export const stakeResponseSchema = z
  .object({
    ...stakeShape,
    valueUsd: usdIntervalSchema.nullable().describe('Value of the stake in whole US dollars; null if not stated.'),
    evidenceGrade: evidenceGradeField,
    knownFrom: knownFromField,
    version: versionField,
  })
  .meta({ id: 'Stake', description: 'One observation of how much of an issuer a holder owns.' });
