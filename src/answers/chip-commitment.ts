import { z } from 'zod';
import { moneySchema, quantitySchema, usdIntervalSchema } from '../domain/quantities.ts';
import { chipCommitmentShape } from '../domain/records/chip-commitment.ts';
import { dateSchema } from '../domain/records/primitives.ts';
import { certaintyField, knownFromField, lastReportedOnField, statusField, versionField } from './derived.ts';

export const chipCommitmentAnswerSchema = z
  .object({
    ...chipCommitmentShape,
    status: statusField,
    certainty: certaintyField,
    units: quantitySchema.nullable().describe('Number of chips; null where none is stated.'),
    powerMw: quantitySchema.nullable().describe('Power of the deployment in megawatts; null where none is stated.'),
    amount: moneySchema.nullable().describe('Worth of the commitment in whole currency units; null where none is stated.'),
    amountUsd: usdIntervalSchema.nullable().describe('Worth of the commitment in whole US dollars.'),
    startsOn: dateSchema.nullable().describe('Date on which the first chips are due; null where none is stated.'),
    endsOn: dateSchema.nullable().describe('Date on which the commitment ends; null where none is stated.'),
    termYears: z.number().nullable().describe('Length of the commitment in years; null where none is stated.'),
    knownFrom: knownFromField,
    lastReportedOn: lastReportedOnField,
    version: versionField,
  })
  .meta({ id: 'ChipCommitment', description: 'A promise to buy, rent or deploy accelerators, in its folded state.' });
