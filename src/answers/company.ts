import { z } from 'zod';
import { companyShape } from '../domain/records/company.ts';
import { groupField, versionField } from './derived.ts';
import { valuationAnswerSchema } from './valuation.ts';

const companyAnswerShape = { ...companyShape, group: groupField, version: versionField };

export const companyAnswerSchema = z.object(companyAnswerShape).meta({ id: 'Company', description: 'A company, with its group.' });

export const companyCountsSchema = z
  .object({
    deals: z.int().nonnegative().describe('Deals in which it takes part, in any role.'),
    stakesHeld: z.int().nonnegative().describe('Observations of stakes that it holds.'),
    stakesIssued: z.int().nonnegative().describe('Observations of stakes in it.'),
    chipCommitments: z.int().nonnegative().describe('Chip commitments in which it is buyer, provider or chip vendor.'),
    valuations: z.int().nonnegative().describe('Observations of what it was worth.'),
  })
  .meta({ id: 'CompanyCounts', description: 'How many records name the company.' });

export const companyDetailSchema = z
  .object({
    ...companyAnswerShape,
    newestValuation: valuationAnswerSchema.nullable().describe('The newest observation of what it was worth, or null.'),
    counts: companyCountsSchema.describe('How many records name the company.'),
  })
  .meta({ id: 'CompanyDetail', description: 'A company, with its group, newest valuation and counts.' });
