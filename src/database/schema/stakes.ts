import { stakeBases } from '../../domain/vocabulary.ts';
import type { ColumnKit } from '../postgres/columns.ts';
import type { CompanyTables } from './companies.ts';
import type { DealTables } from './deals.ts';

export const defineStakeTables = (kit: ColumnKit, { companies, deals }: Pick<CompanyTables & DealTables, 'companies' | 'deals'>) => {
  /** A share of a company that another company held on a day. */
  const stakes = kit.table(
    'stakes',
    {
      id: kit.text('id').primaryKey(),
      holderId: kit.reference('holder_id', () => companies.id),
      issuerId: kit.reference('issuer_id', () => companies.id),
      dealId: kit.text('deal_id').references(() => deals.id),
      basis: kit.oneOf('basis', stakeBases).notNull(),
      observedDay: kit.day('observed_day').notNull(),
      percent: kit.ratio('percent'),
      valueUsd: kit.money('value_usd'),
      knownFrom: kit.day('known_from').notNull(),
    },
    (table) => [
      kit.index('stakes_holder_idx').on(table.holderId, table.observedDay),
      kit.index('stakes_issuer_idx').on(table.issuerId, table.observedDay),
      kit.index('stakes_deal_idx').on(table.dealId),
      kit.index('stakes_observed_idx').on(table.observedDay, table.id),
    ],
  );

  return { stakes };
};
