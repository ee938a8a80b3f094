import { z } from 'zod';
import { moneySchema, quantitySchema } from '../quantities.ts';
import { stakeBases } from '../vocabulary.ts';
import { citationsSchema, dateSchema, identifierSchema, textSchema } from './primitives.ts';

export const stakeShape = {
  id: identifierSchema.describe('Id of the observation; never reused.'),
  holder: identifierSchema.describe('Id of the company that owns the stake.'),
  issuer: identifierSchema.describe('Id of the company that it is a stake in.'),
  observedOn: dateSchema.describe('Date for which the share is stated.'),
  percent: quantitySchema.describe('Share of the issuer in percent, 0 to 100.').optional(),
  value: moneySchema.describe('Worth of the stake, in whole currency units.').optional(),
  basis: z.enum(stakeBases).describe('What the percentage is a share of.'),
  deal: identifierSchema.describe('Id of the deal that it came from.').optional(),
  endedOn: dateSchema.describe('Date on which this share ended.').optional(),
  note: textSchema.describe('What a reader should know besides.').optional(),
  citations: citationsSchema.describe('The sources that state it.'),
};

export const stakeRecordSchema = z
  .strictObject(stakeShape)
  .refine((stake) => stake.percent !== undefined || stake.value !== undefined, { error: 'A stake needs a percent or a value.' })
  .refine((stake) => Math.max(stake.percent?.min ?? 0, stake.percent?.max ?? 0) <= 100, {
    path: ['percent'],
    error: 'A share is at most 100 percent.',
  })
  .meta({ id: 'StakeRecord', description: 'A stake as it is stored: one observation of how much of an issuer a holder owns.' });
export type StakeRecord = z.infer<typeof stakeRecordSchema>;
