import { z } from 'zod';
import { financialBases, financialMetrics } from '../vocabulary.ts';
import { citationsSchema, identifierSchema, moneySchema, recordDateSchema, textSchema } from './primitives.ts';

export const financialShape = {
  id: identifierSchema.describe('Id of the figure. Never reused.'),
  company: identifierSchema.describe('Id of the company.'),
  metric: z.enum(financialMetrics).describe('What the figure measures. The list of values may grow.'),
  periodEnd: recordDateSchema.describe('Last day of the period, or the day of a balance.'),
  periodMonths: z.int().positive().max(120).describe('Length of the period in months. Absent for a balance or a run rate.').optional(),
  amount: moneySchema.describe('The figure in whole currency units.'),
  basis: z
    .enum(financialBases)
    .describe('Whether the company reported it, expects it, or others estimate it. The list of values may grow.'),
  note: textSchema.describe('What the figure contains or leaves out.').optional(),
  citations: citationsSchema.describe('The sources that state it, with their attribution.'),
};

const balances: readonly string[] = ['cash', 'remaining_performance_obligations', 'backlog', 'debt', 'run_rate_revenue'];

export const financialRecordSchema = z
  .strictObject(financialShape)
  .refine(({ metric, periodMonths }) => balances.includes(metric) === (periodMonths === undefined), {
    path: ['periodMonths'],
    error: `periodMonths is required, except for ${balances.join(', ')}, which have none.`,
  })
  .meta({ id: 'FinancialRecord', description: "A stored financial figure: a company's revenue, capital expenditure, cash or the like." });
export type FinancialRecord = z.infer<typeof financialRecordSchema>;
