import { sql } from 'drizzle-orm';
import { certainties, collections, dealKinds, flowNatures, statuses } from '../../domain/vocabulary.ts';
import type { ColumnKit } from '../postgres/columns.ts';
import type { EntityTables } from './entities.ts';

/** What a write computes once, so that no read has to: events and commitments over time, flows and ready answers. */
export const defineDerivedTables = (kit: ColumnKit, { companies, deals, chipCommitments }: EntityTables) => {
  /** The events of deals, a row for every interval of days in which nothing visible in the event changed. */
  const dealEvents = kit.table(
    'deal_events',
    {
      id: kit.text('id').notNull(),
      knownFrom: kit.day('known_from').notNull(),
      knownTo: kit.day('known_to'),
      dealId: kit
        .text('deal_id')
        .notNull()
        .references(() => deals.id),
      /** Place in the whole history. */
      position: kit.integer('position').notNull(),
      kind: kit.oneOf('kind', dealKinds).notNull(),
      reportedDay: kit.day('reported_day').notNull(),
      status: kit.oneOf('status', statuses).notNull(),
      certainty: kit.oneOf('certainty', certainties).notNull(),
      body: kit.text('body').notNull(),
    },
    (table) => [
      kit.primaryKey({ columns: [table.id, table.knownFrom] }),
      kit.index('deal_events_deal_idx').on(table.dealId),
      kit
        .index('deal_events_reported_idx')
        .on(sql`reported_day desc`, table.id, table.knownFrom, table.knownTo, table.kind, table.status, table.certainty, table.dealId),
    ],
  );

  const commitmentStates = kit.table(
    'commitment_states',
    {
      commitmentId: kit
        .text('commitment_id')
        .notNull()
        .references(() => chipCommitments.id),
      knownFrom: kit.day('known_from').notNull(),
      knownTo: kit.day('known_to'),
      status: kit.oneOf('status', statuses).notNull(),
      certainty: kit.oneOf('certainty', certainties).notNull(),
      amountUsd: kit.money('amount_usd'),
      /** Headlines of the number of chips and of the megawatts. */
      units: kit.ratio('units'),
      powerMw: kit.ratio('power_mw'),
      startsDay: kit.day('starts_day'),
      lastReportedDay: kit.day('last_reported_day').notNull(),
    },
    (table) => [kit.primaryKey({ columns: [table.commitmentId, table.knownFrom] })],
  );

  const flows = kit.table(
    'flows',
    {
      id: kit.text('id').notNull(),
      knownFrom: kit.day('known_from').notNull(),
      knownTo: kit.day('known_to'),
      dealId: kit.text('deal_id').references(() => deals.id),
      commitmentId: kit.text('commitment_id').references(() => chipCommitments.id),
      fromId: kit
        .text('from_id')
        .notNull()
        .references(() => companies.id),
      toId: kit
        .text('to_id')
        .notNull()
        .references(() => companies.id),
      fromGroupId: kit
        .text('from_group_id')
        .notNull()
        .references(() => companies.id),
      toGroupId: kit
        .text('to_group_id')
        .notNull()
        .references(() => companies.id),
      nature: kit.oneOf('nature', flowNatures).notNull(),
      contingent: kit.boolean('contingent').notNull(),
      implied: kit.boolean('implied').notNull(),
      certainty: kit.oneOf('certainty', certainties).notNull(),
      usdLow: kit.money('usd_low').notNull(),
      /** Null where nothing bounds it. */
      usdHigh: kit.money('usd_high'),
      /** Null for a chip commitment. */
      kind: kit.oneOf('kind', dealKinds),
      /** Year of the announcement; null before. */
      year: kit.text('year'),
      /** Bounds of a sum over the flows of the same owner and nature, and how many these are. */
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

  /**
   * Ready JSON by record and interval, with a number by which lists find it at once. Short bodies and the long ones stand apart, so
   * that a list reads little; those of the same record and interval have the same number.
   */
  const documentTable = (name: string, { isSoughtByDay = false } = {}) =>
    kit.table(
      name,
      {
        id: kit.long('id').primaryKey(),
        collection: kit.oneOf('collection', collections).notNull(),
        recordId: kit.text('record_id').notNull(),
        knownFrom: kit.day('known_from').notNull(),
        knownTo: kit.day('known_to'),
        body: kit.text('body').notNull(),
      },
      (table) => [
        kit.uniqueIndex(`${name}_record_idx`).on(table.collection, table.recordId, table.knownFrom),
        ...(isSoughtByDay ? [kit.index(`${name}_known_idx`).on(table.collection, table.knownFrom, table.recordId)] : []),
      ],
    );

  return {
    dealEvents,
    commitmentStates,
    flows,
    shortAnswers: documentTable('short_answers', { isSoughtByDay: true }),
    fullAnswers: documentTable('full_answers'),
    evidenceAnswers: documentTable('evidence_answers'),
  };
};
