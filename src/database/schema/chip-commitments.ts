import { certainties, evidenceGrades, statuses } from '../../domain/vocabulary.ts';
import type { ColumnKit } from '../postgres/columns.ts';
import type { ChipTables } from './chips.ts';
import type { CompanyTables } from './companies.ts';
import type { DealTables } from './deals.ts';

type References = Pick<CompanyTables & ChipTables & DealTables, 'companies' | 'chips' | 'deals'>;

/** Defines the tables of chip commitments, their chips and their states. */
export const defineChipCommitmentTables = (kit: ColumnKit, { companies, chips, deals }: References) => {
  /** A commitment to buy chips, directly or through a provider that runs them. */
  const chipCommitments = kit.table(
    'chip_commitments',
    {
      id: kit.text('id').primaryKey(),
      dealId: kit.text('deal_id').references(() => deals.id),
      buyerId: kit.reference('buyer_id', () => companies.id),
      chipVendorId: kit.reference('chip_vendor_id', () => companies.id),
      providerId: kit.text('provider_id').references(() => companies.id),
    },
    (table) => [
      kit.index('chip_commitments_buyer_idx').on(table.buyerId),
      kit.index('chip_commitments_vendor_idx').on(table.chipVendorId),
      kit.index('chip_commitments_provider_idx').on(table.providerId),
      kit.index('chip_commitments_deal_idx').on(table.dealId),
    ],
  );

  const commitmentId = () => kit.reference('commitment_id', () => chipCommitments.id);

  /** A chip that a commitment names. */
  const chipCommitmentChips = kit.table(
    'chip_commitment_chips',
    {
      commitmentId: commitmentId(),
      chipId: kit.reference('chip_id', () => chips.id),
    },
    (table) => [
      kit.primaryKey({ columns: [table.commitmentId, table.chipId] }),
      kit.index('chip_commitment_chips_chip_idx').on(table.chipId),
    ],
  );

  /** A commitment whose amount states the money of a deal again. */
  const commitmentOverlaps = kit.table(
    'commitment_overlaps',
    {
      commitmentId: commitmentId(),
      overlappedId: kit.reference('overlapped_id', () => deals.id),
    },
    (table) => [
      kit.primaryKey({ columns: [table.commitmentId, table.overlappedId] }),
      kit.index('commitment_overlaps_overlapped_idx').on(table.overlappedId),
    ],
  );

  /** A state of a commitment, valid on the days `[known_from, known_to)`. */
  const commitmentStates = kit.table(
    'commitment_states',
    {
      commitmentId: commitmentId(),
      knownFrom: kit.day('known_from').notNull(),
      knownTo: kit.day('known_to'),
      status: kit.oneOf('status', statuses).notNull(),
      certainty: kit.oneOf('certainty', certainties).notNull(),
      evidenceGrade: kit.oneOf('evidence_grade', evidenceGrades).notNull().default('unnamed_only'),
      amountUsd: kit.money('amount_usd'),
      /** Headline number of chips. `powerMw` is the headline power in megawatts. */
      units: kit.ratio('units'),
      powerMw: kit.ratio('power_mw'),
      startsDay: kit.day('starts_day'),
      lastReportedDay: kit.day('last_reported_day').notNull(),
    },
    (table) => [kit.primaryKey({ columns: [table.commitmentId, table.knownFrom] })],
  );

  return { chipCommitments, chipCommitmentChips, commitmentOverlaps, commitmentStates };
};

export type ChipCommitmentTables = ReturnType<typeof defineChipCommitmentTables>;
