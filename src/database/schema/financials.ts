import { financialBases, financialMetrics } from '../../domain/vocabulary.ts';
import type { ColumnKit } from '../postgres/columns.ts';
import type { CompanyTables } from './companies.ts';

export const defineFinancialTables = (kit: ColumnKit, { companies }: Pick<CompanyTables, 'companies'>) => {
  /** A figure of a company for a period or on a day. */
  const financials = kit.table(
    'financials',
    {
      id: kit.text('id').primaryKey(),
      companyId: kit.reference('company_id', () => companies.id),
      metric: kit.oneOf('metric', financialMetrics).notNull(),
      basis: kit.oneOf('basis', financialBases).notNull(),
      periodDay: kit.day('period_day').notNull(),
      amountUsd: kit.money('amount_usd'),
      knownFrom: kit.day('known_from').notNull(),
    },
    (table) => [
      kit.index('financials_company_idx').on(table.companyId, table.periodDay),
      kit.index('financials_period_idx').on(table.periodDay, table.id),
    ],
  );

  return { financials };
};
