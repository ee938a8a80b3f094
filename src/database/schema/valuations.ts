import { valuationBases } from '../../domain/vocabulary.ts';
import type { ColumnKit } from '../postgres/columns.ts';
import type { CompanyTables } from './companies.ts';
import type { DealTables } from './deals.ts';

export const defineValuationTables = (kit: ColumnKit, { companies, deals }: Pick<CompanyTables & DealTables, 'companies' | 'deals'>) => {
  /** A valuation of a company on a day. */
  const valuations = kit.table(
    'valuations',
    {
      id: kit.text('id').primaryKey(),
      companyId: kit.reference('company_id', () => companies.id),
      dealId: kit.text('deal_id').references(() => deals.id),
      basis: kit.oneOf('basis', valuationBases).notNull(),
      observedDay: kit.day('observed_day').notNull(),
      amountUsd: kit.money('amount_usd'),
      knownFrom: kit.day('known_from').notNull(),
    },
    (table) => [
      kit.index('valuations_company_idx').on(table.companyId, table.observedDay),
      kit.index('valuations_deal_idx').on(table.dealId),
      kit.index('valuations_observed_idx').on(table.observedDay, table.id),
    ],
  );

  return { valuations };
};
