import { sql } from 'drizzle-orm';
import { certainties, collections, dealKinds, flowNatures, statuses } from '../../domain/vocabulary.ts';
import type { ColumnKit } from '../columns.postgres.ts';
import type { EntityTables } from './entities.ts';

/** What a write computes once, so that no read has to: states over time, flows and ready answers. */
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
    (table) => {
      // What follows the sorting value in the indexes that lists are read from: the id, the interval and the common filters.
      const rest = [table.dealId, table.knownFrom, table.knownTo, table.kind, table.status, table.certainty] as const;
      return [
        kit.primaryKey({ columns: [table.dealId, table.knownFrom] }),
        // The orders of lists, with the interval and the common filters, so that a page is read from the index alone, as of any day.
        // The orders that are asked for most stand in both directions: ties are by id in either.
        ...[
          { name: 'amount', column: table.amountUsd, descending: sql`amount_usd desc` },
          { name: 'reported', column: table.lastReportedDay, descending: sql`last_reported_day desc` },
          { name: 'announced', column: table.announcedDay, descending: sql`announced_day desc` },
        ].flatMap(({ name, column, descending }) => [
          kit.index(`deal_states_${name}_asc_idx`).on(column, ...rest),
          kit.index(`deal_states_${name}_desc_idx`).on(descending, ...rest),
          // What is known now by kind, by status and by both, which leave out most.
          ...[
            { by: 'kind', columns: [table.kind] as const },
            { by: 'status', columns: [table.status] as const },
            { by: 'kind_status', columns: [table.kind, table.status] as const },
          ].map(({ by, columns: [first, ...others] }) =>
            kit
              .index(`deal_states_${by}_${name}_idx`)
              .on(first, ...others, descending, table.dealId, table.knownFrom, table.knownTo)
              .where(sql`known_to is null`),
          ),
          // Too few have both to be met soon among all, and too many to be gathered.
          kit
            .index(`deal_states_kind_status_${name}_asc_idx`)
            .on(table.kind, table.status, column, table.dealId, table.knownFrom, table.knownTo)
            .where(sql`known_to is null`),
        ]),
        kit.index('deal_states_valuation_idx').on(table.valuationUsd, ...rest),
        kit.index('deal_states_closed_idx').on(table.closedDay, ...rest),
        kit.index('deal_states_first_known_idx').on(table.firstKnownOn, ...rest),
        kit.index('deal_states_title_idx').on(table.title, ...rest),
        kit.index('deal_states_id_idx').on(...rest),
        // Dates ahead of the day on which they became known are few.
        ...[
          {
            name: 'reported',
            column: table.lastReportedDay,
            descending: sql`last_reported_day desc`,
            isAhead: sql`last_reported_day > known_from`,
          },
          {
            name: 'announced',
            column: table.announcedDay,
            descending: sql`announced_day desc`,
            isAhead: sql`announced_day > known_from`,
          },
        ].flatMap(({ name, column, descending, isAhead }) => [
          kit
            .index(`deal_states_${name}_ahead_asc_idx`)
            .on(column, ...rest)
            .where(isAhead),
          kit
            .index(`deal_states_${name}_ahead_desc_idx`)
            .on(descending, ...rest)
            .where(isAhead),
        ]),
        kit.index('deal_states_flowless_idx').on(table.dealId).where(sql`flow_count = 0`),
      ];
    },
  );

  /**
   * The states of deals once more for each company that takes part, and for each owner above it: so that the deals of a company,
   * or of a group, are read in their order.
   */
  const dealPartyStates = kit.table(
    'deal_party_states',
    {
      dealId: kit
        .text('deal_id')
        .notNull()
        .references(() => deals.id),
      partyId: kit
        .text('party_id')
        .notNull()
        .references(() => companies.id),
      knownFrom: kit.day('known_from').notNull(),
      knownTo: kit.day('known_to'),
      /** Whether the company itself takes part, and not only one below it. */
      isDirect: kit.boolean('is_direct').notNull(),
      /** The day from which one that takes part belonged to the group of the company. */
      since: kit.day('since').notNull(),
      kind: kit.oneOf('kind', dealKinds).notNull(),
      status: kit.oneOf('status', statuses).notNull(),
      certainty: kit.oneOf('certainty', certainties).notNull(),
      amountUsd: kit.money('amount_usd'),
      announcedDay: kit.day('announced_day'),
      lastReportedDay: kit.day('last_reported_day').notNull(),
    },
    (table) => {
      const rest = [
        table.dealId,
        table.knownFrom,
        table.knownTo,
        table.isDirect,
        table.since,
        table.kind,
        table.status,
        table.certainty,
      ] as const;
      return [
        kit.primaryKey({ columns: [table.dealId, table.partyId, table.knownFrom] }),
        kit.index('deal_party_states_amount_idx').on(table.partyId, sql`amount_usd desc`, ...rest),
        kit.index('deal_party_states_reported_idx').on(table.partyId, sql`last_reported_day desc`, ...rest),
        kit.index('deal_party_states_announced_idx').on(table.partyId, sql`announced_day desc`, ...rest),
      ];
    },
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

  return {
    dealStates,
    dealPartyStates,
    dealEvents,
    commitmentStates,
    flows,
    shortAnswers: answerTable('short_answers'),
    fullAnswers: answerTable('full_answers'),
    evidenceAnswers: answerTable('evidence_answers'),
  };
};
