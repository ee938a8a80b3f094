import { sql } from 'drizzle-orm';
import { certainties, dealKinds, flowNatures } from '../../domain/vocabulary.ts';
import type { ColumnKit } from '../postgres/columns.ts';
import type { ChipCommitmentTables } from './chip-commitments.ts';
import type { CompanyTables } from './companies.ts';
import type { DealTables } from './deals.ts';

type References = Pick<CompanyTables & DealTables & ChipCommitmentTables, 'companies' | 'deals' | 'chipCommitments'>;

export const defineFlowTables = (kit: ColumnKit, { companies, deals, chipCommitments }: References) => {
  const companyId = (name: string) =>
    kit
      .text(name)
      .notNull()
      .references(() => companies.id);

  /** A flow of a deal or a chip commitment, valid on the days `[known_from, known_to)`. */
  const flows = kit.table(
    'flows',
    {
      id: kit.text('id').notNull(),
      knownFrom: kit.day('known_from').notNull(),
      knownTo: kit.day('known_to'),
      dealId: kit.text('deal_id').references(() => deals.id),
      commitmentId: kit.text('commitment_id').references(() => chipCommitments.id),
      fromId: companyId('from_id'),
      toId: companyId('to_id'),
      fromGroupId: companyId('from_group_id'),
      toGroupId: companyId('to_group_id'),
      nature: kit.oneOf('nature', flowNatures).notNull(),
      contingent: kit.boolean('contingent').notNull(),
      implied: kit.boolean('implied').notNull(),
      certainty: kit.oneOf('certainty', certainties).notNull(),
      usdLow: kit.money('usd_low').notNull(),
      /** Null if there is no upper bound. */
      usdHigh: kit.money('usd_high'),
      /** 1 if the amount is a minimum only, which `usd_high` repeats. */
      openEnded: kit.integer('open_ended').notNull().default(0),
      /** Null for a chip commitment. */
      kind: kit.oneOf('kind', dealKinds),
      /** Year of the announcement; null before it. */
      year: kit.text('year'),
      /** Bounds on the sum of all flows with the same deal or commitment and nature. `siblings` is their number. */
      boundLow: kit.money('bound_low').notNull().default(0),
      boundHigh: kit.money('bound_high'),
      siblings: kit.integer('siblings').notNull().default(1),
      firstKnownOn: kit.day('first_known_on').notNull().default(''),
      body: kit.text('body').notNull().default(''),
    },
    (table) => [
      kit.primaryKey({ columns: [table.id, table.knownFrom] }),
      kit.index('flows_amount_idx').on(sql`usd_high desc`, table.id, table.knownFrom, table.knownTo),
      kit.index('flows_first_known_idx').on(sql`first_known_on desc`, table.id, table.knownFrom, table.knownTo),
      kit.index('flows_from_idx').on(table.fromId),
      kit.index('flows_to_idx').on(table.toId),
      kit.index('flows_deal_idx').on(table.dealId),
      kit.index('flows_commitment_idx').on(table.commitmentId),
    ],
  );

  return { flows };
};
