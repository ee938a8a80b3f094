import { z } from 'zod';
import { firstDayOf, lastDayOf } from '../dates.ts';
import { stakeBases } from '../vocabulary.ts';
import { citationsSchema, identifierSchema, moneySchema, quantitySchema, recordDateSchema, textSchema } from './primitives.ts';

export const stakeShape = {
  id: identifierSchema.describe('Id of the observation. Never reused.'),
  holder: identifierSchema.describe('Id of the holder.'),
  issuer: identifierSchema.describe('Id of the issuer.'),
  observedOn: recordDateSchema.describe('Date to which the observation applies.'),
  percent: quantitySchema.describe('Percentage of the issuer that the holder owns, 0 to 100.').optional(),
  value: moneySchema.describe('Value of the stake in whole currency units.').optional(),
  basis: z.enum(stakeBases).describe('What the percentage is based on.'),
  deal: identifierSchema.describe('Id of the deal that created it.').optional(),
  endedOn: recordDateSchema.describe('Date on which the holding ended.').optional(),
  note: textSchema.describe('Anything else that a reader should know.').optional(),
  citations: citationsSchema.describe('The sources that state it, with their attribution.'),
};

export const stakeRecordSchema = z
  .strictObject(stakeShape)
  .refine((stake) => stake.percent !== undefined || stake.value !== undefined, { error: 'A stake requires percent or value.' })
  .refine((stake) => stake.holder !== stake.issuer, { path: ['issuer'], error: 'A company cannot hold a stake in itself.' })
  .refine((stake) => stake.endedOn === undefined || lastDayOf(stake.endedOn) >= firstDayOf(stake.observedOn), {
    path: ['endedOn'],
    error: 'endedOn must not be before observedOn.',
  })
  .refine((stake) => Math.max(stake.percent?.min ?? 0, stake.percent?.max ?? 0) <= 100, {
    path: ['percent'],
    error: 'percent must not be greater than 100.',
  })
  .meta({ id: 'StakeRecord', description: 'A stored stake: one observation of how much of an issuer a holder owns.' });
export type StakeRecord = z.infer<typeof stakeRecordSchema>;
