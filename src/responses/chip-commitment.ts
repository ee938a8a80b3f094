import { z } from 'zod';
import { chipCommitmentShape } from '../domain/records/chip-commitment.ts';
import { dateSchema, moneySchema, quantitySchema, usdIntervalSchema } from '../domain/records/primitives.ts';
import { certaintyField, evidenceGradeField, knownFromField, lastReportedOnField, statusField, versionField } from './derived-fields.ts';

export const chipCommitmentResponseSchema = z
  .object({
    ...chipCommitmentShape,
    status: statusField,
    certainty: certaintyField,
    evidenceGrade: evidenceGradeField,
    units: quantitySchema.nullable().describe('Number of chips; null if not stated.'),
    powerMw: quantitySchema.nullable().describe('Power of the deployment in megawatts; null if not stated.'),
    amount: moneySchema.nullable().describe('Value of the commitment in whole currency units; null if not stated.'),
    amountUsd: usdIntervalSchema.nullable().describe('Value of the commitment in whole US dollars.'),
    amountReportedOn: dateSchema.nullable().describe('`reportedOn` of the event that set the amount; null if not stated.'),
    startsOn: dateSchema.nullable().describe('Date on which the first chips are due; null if not stated.'),
    endsOn: dateSchema.nullable().describe('Date on which the commitment ends; null if not stated.'),
    termYears: z.number().nullable().describe('Length of the commitment in years; null if not stated.'),
    announcedOn: dateSchema.nullable().describe('Date of the first event of at least `intended` certainty; null until then.'),
    knownFrom: knownFromField,
    lastReportedOn: lastReportedOnField,
    version: versionField,
  })
  .meta({ id: 'ChipCommitment', description: 'A commitment to buy, rent or deploy AI accelerators, with its current terms.' });
