import { z } from 'zod';
import { companyShape } from '../domain/records/company.ts';
import { namedObject } from '../domain/records/primitives.ts';
import { groupField, versionField } from './derived-fields.ts';
import { valuationResponseSchema } from './valuation.ts';

const companyResponseShape = { ...companyShape, group: groupField, version: versionField };

export const companyResponseSchema = z.object(companyResponseShape).meta({ id: 'Company', description: 'A company, with its group.' });

const companyCountsSchema = namedObject('CompanyCounts', 'Number of records that name the company.', {
  deals: z.int().nonnegative().describe('Deals in which the company participates, in any role.'),
  stakesHeld: z.int().nonnegative().describe('Observations of stakes that the company holds.'),
  stakesIssued: z.int().nonnegative().describe('Observations of stakes in the company.'),
  chipCommitments: z.int().nonnegative().describe('Chip commitments in which the company is buyer, provider or chip vendor.'),
  valuations: z.int().nonnegative().describe("Observations of the company's valuation."),
});

export const companyDetailSchema = namedObject('CompanyDetail', 'A company, with its group, newest valuation and counts.', {
  ...companyResponseShape,
  newestValuation: valuationResponseSchema.nullable().describe('The newest valuation, or null.'),
  counts: companyCountsSchema.describe('Number of records that name the company.'),
});
