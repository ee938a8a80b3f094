import { sql } from 'drizzle-orm';
import { certainties, collections, dealKinds, flowNatures, statuses } from '../../domain/vocabulary.ts';
import type { ColumnKit } from '../columns.postgres.ts';
import type { EntityTables } from './entities.ts';

/** What a write computes once, so that no read has to: states over time, flows, ready answers and search terms. */
export const defineDerivedTables = (kit: ColumnKit, { companies, deals, chipCommitments }: EntityTables) => {
  /** A row for every interval of days `[known_from, known_to)` in which nothing visible in the deal changed. */
  const dealStates = kit.table(
    'deal_states',
    {
      dealId: kit
        .text('deal_id')
        .notNull()
        .references(() => deals.id),
      knownFrom: kit.day('known_from').notNull(),
      knownTo: kit.day('known_to'),
      kind: kit.oneOf('kind', dealKinds).notNull(),
      title: kit.text('title').notNull(),
      status: kit.oneOf('status', statuses).notNull(),
      certainty: kit.oneOf('certainty', certainties).notNull(),
      /** Headline of the amount in US dollars. */
      amountUsd: kit.money('amount_usd'),
      valuationUsd: kit.money('valuation_usd'),
      /** The bounds of the amount in US dollars, for sums. */
      usdMin: kit.money('usd_min'),
      usdMax: kit.money('usd_max'),
      termYears: kit.ratio('term_years'),
      /** As stated, also with less precision than a day. */
      announcedOn: kit.day('announced_on'),
      /** How many flows the deal gives in this state. */
      flowCount: kit.integer('flow_count').notNull().default(0),
      announcedDay: kit.day('announced_day'),
      closedDay: kit.day('closed_day'),
      lastReportedDay: kit.day('last_reported_day').notNull(),
      firstKnownOn: kit.day('first_known_on').notNull(),
    },
    (table) => [
      kit.primaryKey({ columns: [table.dealId, table.knownFrom] }),
      // Open rows alone for what is known now; all rows, with their intervals and the common filters, for what was known on a day.
      kit
        .index('deal_states_amount_time_idx')
        .on(table.amountUsd, table.dealId, table.knownFrom, table.knownTo, table.kind, table.status, table.certainty),
      kit
        .index('deal_states_reported_time_idx')
        .on(table.lastReportedDay, table.dealId, table.knownFrom, table.knownTo, table.kind, table.status, table.certainty),
      kit
        .index('deal_states_announced_time_idx')
        .on(table.announcedDay, table.dealId, table.knownFrom, table.knownTo, table.kind, table.status, table.certainty),
      kit.index('deal_states_reported_ahead_idx').on(table.lastReportedDay, table.dealId).where(sql`last_reported_day > known_from`),
      kit.index('deal_states_announced_ahead_idx').on(table.announcedDay, table.dealId).where(sql`announced_day > known_from`),
      // The greatest and the newest first, as lists are mostly asked for, and with the common filters, so that a page that leaves
      // rows out does not have to look each of them up; and by kind, by status and by both, which leave out most.
      kit
        .index('deal_states_amount_now_idx')
        .on(sql`amount_usd desc`, table.dealId, table.kind, table.status, table.certainty, table.knownFrom)
        .where(sql`known_to is null`),
      kit
        .index('deal_states_reported_now_idx')
        .on(sql`last_reported_day desc`, table.dealId, table.kind, table.status, table.certainty, table.knownFrom)
        .where(sql`known_to is null`),
      kit
        .index('deal_states_kind_amount_idx')
        .on(table.kind, sql`amount_usd desc`, table.dealId, table.knownFrom)
        .where(sql`known_to is null`),
      kit
        .index('deal_states_status_amount_idx')
        .on(table.status, sql`amount_usd desc`, table.dealId, table.knownFrom)
        .where(sql`known_to is null`),
      kit
        .index('deal_states_kind_status_amount_idx')
        .on(table.kind, table.status, sql`amount_usd desc`, table.dealId, table.knownFrom)
        .where(sql`known_to is null`),
      kit
        .index('deal_states_kind_reported_idx')
        .on(table.kind, sql`last_reported_day desc`, table.dealId, table.knownFrom)
        .where(sql`known_to is null`),
      kit
        .index('deal_states_status_reported_idx')
        .on(table.status, sql`last_reported_day desc`, table.dealId, table.knownFrom)
        .where(sql`known_to is null`),
      kit
        .index('deal_states_kind_status_reported_idx')
        .on(table.kind, table.status, sql`last_reported_day desc`, table.dealId, table.knownFrom)
        .where(sql`known_to is null`),
      kit
        .index('deal_states_announced_now_idx')
        .on(sql`announced_day desc`, table.dealId, table.kind, table.status, table.certainty, table.knownFrom)
        .where(sql`known_to is null`),
      kit
        .index('deal_states_kind_announced_idx')
        .on(table.kind, sql`announced_day desc`, table.dealId, table.knownFrom)
        .where(sql`known_to is null`),
      kit
        .index('deal_states_status_announced_idx')
        .on(table.status, sql`announced_day desc`, table.dealId, table.knownFrom)
        .where(sql`known_to is null`),
      kit
        .index('deal_states_kind_status_announced_idx')
        .on(table.kind, table.status, sql`announced_day desc`, table.dealId, table.knownFrom)
        .where(sql`known_to is null`),
      kit.index('deal_states_flowless_idx').on(table.dealId).where(sql`flow_count = 0`),
    ],
  );

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
      kit.index('deal_events_reported_idx').on(table.reportedDay, table.id).where(sql`known_to is null`),
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
      kit.index('flows_amount_idx').on(table.usdHigh, table.id).where(sql`known_to is null`),
      kit.index('flows_from_idx').on(table.fromId),
      kit.index('flows_to_idx').on(table.toId),
      kit.index('flows_deal_idx').on(table.dealId),
      kit.index('flows_commitment_idx').on(table.commitmentId),
    ],
  );

  /** Ready JSON by record and interval. Short bodies and the long ones stand apart, so that a list reads little. */
  const answerTable = (name: string) =>
    kit.table(
      name,
      {
        collection: kit.oneOf('collection', collections).notNull(),
        recordId: kit.text('record_id').notNull(),
        knownFrom: kit.day('known_from').notNull(),
        knownTo: kit.day('known_to'),
        body: kit.text('body').notNull(),
      },
      (table) => [
        kit.primaryKey({ columns: [table.collection, table.recordId, table.knownFrom] }),
        kit.index(`${name}_known_idx`).on(table.collection, table.knownFrom, table.recordId),
      ],
    );

  /** Each word of each searchable text of a record, with the weight of the field that it stands in. */
  const searchPostings = kit.table(
    'search_postings',
    {
      term: kit.text('term').notNull(),
      collection: kit.oneOf('collection', collections).notNull(),
      recordId: kit.text('record_id').notNull(),
      weight: kit.integer('weight').notNull(),
      knownFrom: kit.day('known_from').notNull(),
    },
    (table) => [
      kit.primaryKey({ columns: [table.term, table.collection, table.recordId, table.weight] }),
      kit.index('search_postings_record_idx').on(table.collection, table.recordId),
    ],
  );

  /** The searchable texts, for highlights. */
  const searchTexts = kit.table(
    'search_texts',
    {
      collection: kit.oneOf('collection', collections).notNull(),
      recordId: kit.text('record_id').notNull(),
      position: kit.integer('position').notNull(),
      field: kit.text('field').notNull(),
      text: kit.text('text').notNull(),
      knownFrom: kit.day('known_from').notNull(),
    },
    (table) => [kit.primaryKey({ columns: [table.collection, table.recordId, table.position] })],
  );

  /** Every word that occurs, against which typing errors are matched. */
  const searchTerms = kit.table(
    'search_terms',
    {
      term: kit.text('term').primaryKey(),
      initial: kit.text('initial').notNull(),
      length: kit.integer('length').notNull(),
    },
    (table) => [kit.index('search_terms_initial_idx').on(table.initial, table.length, table.term)],
  );

  return {
    dealStates,
    dealEvents,
    commitmentStates,
    flows,
    shortAnswers: answerTable('short_answers'),
    fullAnswers: answerTable('full_answers'),
    evidenceAnswers: answerTable('evidence_answers'),
    searchPostings,
    searchTexts,
    searchTerms,
  };
};
